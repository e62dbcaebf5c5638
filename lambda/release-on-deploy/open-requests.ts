import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  type Parameter,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { CustomResourceRequest } from '../shared/custom-resource';
import { isNamed } from '../shared/stack-under-update';
import type { Waiting } from './decide-waiting';
import type { ReleaseProperties, RequestPrefix } from './environment';
import { type Passage, readAnswered, renderAnswered } from './succession';

/** What of a request is needed to answer it. Without a passage it is no update, or came too late. */
export type Kept = Pick<CustomResourceRequest, 'type' | 'stackId' | 'logicalId' | 'requestId' | 'responseUrl'> & {
  readonly passage?: Passage;
};

/** A request that CloudFormation waits for, with all that is needed to answer it. */
export interface OpenRequest extends Omit<Waiting, 'isDue'> {
  readonly request: Kept;
  readonly physicalId: string;
  /** Whether the release takes the previous version back to where it was, so that nobody is to be waited for. */
  readonly isRestore: boolean;
  readonly target: ReleaseProperties['Target'];
}

/** The requests of one construct. */
export interface Requests {
  readonly open: readonly OpenRequest[];
  /** Ids of the last ones that were answered, or that nobody waits for any more. */
  readonly answered: readonly string[];
  /** The passage of the newest update among them all. */
  readonly last?: Passage;
}

const PREFIX: RequestPrefix = '/cdk-blue-green-requests';
const ANSWERED = renderAnswered(undefined);
/** More than can come twice. */
const REMEMBERED = 8;

/**
 * The requests, each in a parameter of its own, encrypted, because whoever has the URL can answer in our place.
 *
 * One for each request and not one for each construct: so whoever closes one can never close the next. An answered one keeps its name and
 * its passage for a while, because Lambda may bring the same event a second time (at least once), when the stack does something else already.
 */
export class OpenRequests {
  constructor(private readonly client: SSMClient) {}

  public async keep(open: OpenRequest): Promise<void> {
    await this.put(nameOf(open.request), JSON.stringify(open));
  }

  /** Those below a path. Of one construct open are one, or none. */
  public async of(path: string): Promise<Requests> {
    const all = (await this.list(path)).sort(newestFirst);
    return {
      open: all.filter(isOpen).map(openRequest),
      answered: all.filter((one) => !isOpen(one)).map(({ Name = '' }) => Name.split('/').at(-1) ?? ''),
      last: all
        .map((one) => (isOpen(one) ? openRequest(one).request.passage : readAnswered(one.Value ?? '')))
        .find((passage) => passage !== undefined),
    };
  }

  /** Those that wait for a release, of all constructs of a stack. */
  public async waitingFor(stackName: string, release: string): Promise<readonly OpenRequest[]> {
    const { open } = await this.of(pathOfStack(stackName));
    return open.filter((one) => one.release === release);
  }

  public async tryFind(name: string): Promise<OpenRequest | undefined> {
    try {
      const { Parameter } = await this.client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
      return Parameter && isOpen(Parameter) ? openRequest(Parameter) : undefined;
    } catch (error) {
      if (isNamed(error, 'ParameterNotFound')) return undefined;
      throw error;
    }
  }

  /** Nobody waits for it any more. With the deletion of the resource, all that is remembered of it goes. */
  public async close(request: Kept): Promise<void> {
    if (request.type !== 'Delete') await this.put(nameOf(request), renderAnswered(request.passage));
    const answered = (await this.list(pathOf(request)))
      .filter((one) => !isOpen(one) || one.Name === nameOf(request))
      .sort(newestFirst);
    for (const { Name = '' } of request.type === 'Delete' ? answered : answered.slice(REMEMBERED)) {
      await this.delete(Name);
    }
  }

  private async list(path: string): Promise<Parameter[]> {
    const found: Parameter[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.client.send(
        new GetParametersByPathCommand({ Path: path, Recursive: true, WithDecryption: true, NextToken }),
      );
      found.push(...(page.Parameters ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return found;
  }

  private async put(Name: string, Value: string): Promise<void> {
    await this.client.send(
      new PutParameterCommand({
        Name,
        Description: 'What CloudFormation asks for; holds nothing once it is answered',
        Type: 'SecureString',
        Value,
        Overwrite: true,
        // Above 4 kB a parameter has to be an advanced one.
        Tier: 'Intelligent-Tiering',
      }),
    );
  }

  private async delete(Name: string): Promise<void> {
    try {
      await this.client.send(new DeleteParameterCommand({ Name }));
    } catch (error) {
      if (!isNamed(error, 'ParameterNotFound')) throw error;
    }
  }
}

function isOpen({ Value = ANSWERED }: Parameter): boolean {
  return !Value.startsWith(ANSWERED);
}

function openRequest({ Value = '' }: Parameter): OpenRequest {
  return JSON.parse(Value) as OpenRequest;
}

function newestFirst(a: Parameter, b: Parameter): number {
  return (b.LastModifiedDate?.getTime() ?? 0) - (a.LastModifiedDate?.getTime() ?? 0);
}

type Named = Pick<CustomResourceRequest, 'stackId' | 'logicalId' | 'requestId'>;

/** Where the requests of a construct are. */
export function pathOf({ stackId, logicalId }: Pick<Named, 'stackId' | 'logicalId'>): string {
  // `…:stack/<name>/<id>`
  return `${pathOfStack(stackId.split('/')[1] ?? '')}/${logicalId}`;
}

function pathOfStack(stackName: string): string {
  return `${PREFIX}/${stackName}`;
}

/** Where one of them is. */
export function nameOf(request: Named): string {
  return `${pathOf(request)}/${request.requestId}`;
}
