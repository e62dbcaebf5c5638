import type {
  AddPermissionRequest,
  CreateFunctionRequest,
  InvocationRequest,
  InvocationResponse,
  ListFunctionsRequest,
  RemovePermissionRequest,
  UpdateFunctionCodeRequest,
  UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { FunctionRunner } from '../../ports';
import type { Service } from '../../service';
import { publishEmbeddedMetrics } from '../cloudwatch/publish-embedded-metrics';
import { page } from '../page';
import type { S3 } from '../s3/s3';
import { type FunctionCode, readFunctionCode } from './function-code';
import { describeFunction, type FunctionState, functionToRun, settingsOf } from './function-state';
import { type InvocationRecord, InvocationStory } from './invocation';
import { parseFunctionName } from './names';
import { addStatement, policyDocument, removeStatement } from './policy';

type ByName = { readonly FunctionName?: string };

/** `Code` of an input: `ZipFile` is the archive, or (only from a template) the source text of `index.js`. */
type WithCode<T> = Omit<T, 'Code' | 'ZipFile'> & {
  readonly Code?: FunctionCode;
  readonly ZipFile?: FunctionCode['ZipFile'];
};

/** Lambda: functions, who may invoke them, and their invocations. No versions but `$LATEST`, no aliases. */
export class Lambda implements Service {
  public readonly prefix = 'lambda';
  /** By name. */
  public readonly functions = new Map<string, FunctionState>();
  /** Every invocation that ended, in the order of their ends. */
  public readonly invocations: InvocationRecord[] = [];
  private readonly stopping = new AbortController();
  private readonly story: InvocationStory;

  public readonly operations = {
    CreateFunction: (input: WithCode<CreateFunctionRequest>) => this.create(input),
    GetFunction: (input: ByName) => this.get(this.find(input)),
    GetFunctionConfiguration: (input: ByName) => describeFunction(this.find(input)),
    UpdateFunctionCode: (input: WithCode<UpdateFunctionCodeRequest>) => this.updateCode(input),
    UpdateFunctionConfiguration: (input: UpdateFunctionConfigurationRequest) => this.updateSettings(input),
    DeleteFunction: (input: ByName) => {
      this.functions.delete(this.find(input).name);
      return { StatusCode: 204 };
    },
    ListFunctions: ({ Marker, MaxItems = 50 }: ListFunctionsRequest) => {
      const { items, nextToken } = page([...this.functions.values()], MaxItems, Marker);
      return { Functions: items.map(describeFunction), NextMarker: nextToken };
    },
    Invoke: (input: InvocationRequest) => this.invoke(input),
    AddPermission: (input: AddPermissionRequest) => addStatement(this.find(input), input),
    RemovePermission: (input: RemovePermissionRequest) => removeStatement(this.find(input), input),
    GetPolicy: (input: ByName) => policyDocument(this.find(input)),
    ListTags: ({ Resource }: { Resource?: string }) => ({ Tags: this.find({ FunctionName: Resource }).tags }),
    TagResource: ({ Resource, Tags }: { Resource?: string; Tags?: Record<string, string> }) => {
      Object.assign(this.find({ FunctionName: Resource }).tags, Tags);
      return {};
    },
    UntagResource: ({ Resource, TagKeys }: { Resource?: string; TagKeys?: string[] }) => {
      const { tags } = this.find({ FunctionName: Resource });
      for (const key of TagKeys ?? []) delete tags[key];
      return {};
    },
  };

  /** @param runner runs the code, in a process or as a model */
  constructor(
    private readonly cloud: Cloud,
    private readonly s3: S3,
    runner: FunctionRunner,
  ) {
    this.story = new InvocationStory(cloud.clock, runner, this.stopping.signal, (record) => {
      this.invocations.push(record);
      this.publishMetrics(record);
    });
  }

  /** Ends what runs in the background: asynchronous invocations that wait for their retry. */
  public stop(): void {
    this.stopping.abort();
  }

  /** The ARN that a call is about: a function may be named in four ways. */
  public resourcesOf(_operation: string, input: unknown): string[] | undefined {
    const { FunctionName, Resource } = (input ?? {}) as { FunctionName?: string; Resource?: string };
    const name = FunctionName ?? Resource;
    return name ? [this.arnOf(parseFunctionName(name).name)] : undefined;
  }

  /**
   * CloudWatch Logs makes metrics of the log lines that carry them. They count for the moment of the invocation: the function's own clock
   * is this computer's, and not the rehearsal's.
   */
  private publishMetrics({ log, at }: InvocationRecord): void {
    publishEmbeddedMetrics(this.cloud, log, at);
  }

  private create(input: WithCode<CreateFunctionRequest>) {
    const { name } = parseFunctionName(input.FunctionName ?? '');
    if (!name) throw new AwsError('ValidationException', 'FunctionName is required');
    if (this.functions.has(name))
      throw new AwsError('ResourceConflictException', `Function already exist: ${name}`, 409);
    if (!input.Role) throw new AwsError('ValidationException', 'Role is required');
    const code = readFunctionCode(input.Code ?? {}, this.s3, name);
    const created: FunctionState = {
      name,
      arn: this.arnOf(name),
      packageType: input.PackageType ?? 'Zip',
      architectures: input.Architectures ?? ['x86_64'],
      settings: settingsOf(input),
      code,
      tags: { ...input.Tags },
      statements: new Map(),
      modifiedAt: this.cloud.clock.now(),
    };
    this.functions.set(name, created);
    return describeFunction(created);
  }

  private get(found: FunctionState) {
    return {
      Configuration: describeFunction(found),
      Code: {
        RepositoryType: 'S3',
        Location: `s3://${found.code.where.bucket ?? 'inline'}/${found.code.where.key ?? ''}`,
      },
      Tags: found.tags,
    };
  }

  private updateCode({ ZipFile, S3Bucket, S3Key, ...input }: WithCode<UpdateFunctionCodeRequest>) {
    const found = this.find(input);
    found.code = readFunctionCode({ ZipFile, S3Bucket, S3Key }, this.s3, found.name);
    found.modifiedAt = this.cloud.clock.now();
    return describeFunction(found);
  }

  private updateSettings(input: UpdateFunctionConfigurationRequest) {
    const found = this.find(input);
    found.settings = settingsOf({ ...found.settings, ...input });
    found.modifiedAt = this.cloud.clock.now();
    return describeFunction(found);
  }

  private async invoke(input: InvocationRequest): Promise<InvocationResponse> {
    const found = this.find(input);
    const text = input.Payload === undefined ? '' : Buffer.from(input.Payload).toString();
    const event = parseEvent(text);
    const fn = functionToRun(found);
    if (input.InvocationType === 'DryRun') return { StatusCode: 204 };
    if (input.InvocationType === 'Event') {
      this.story.start(fn, event);
      return { StatusCode: 202 };
    }
    const { payload, functionError, log } = await this.story.once(fn, event);
    return {
      StatusCode: 200,
      FunctionError: functionError,
      ExecutedVersion: '$LATEST',
      Payload: Buffer.from(payload) as InvocationResponse['Payload'],
      LogResult: input.LogType === 'Tail' ? Buffer.from(log.join('\n').slice(-4096)).toString('base64') : undefined,
    };
  }

  private find({ FunctionName = '', ...input }: ByName & { readonly Qualifier?: string }): FunctionState {
    const { name, qualifier = input.Qualifier } = parseFunctionName(FunctionName);
    const found = this.functions.get(name);
    if (found && (qualifier === undefined || qualifier === '$LATEST')) return found;
    const what = `${this.arnOf(name)}${qualifier ? `:${qualifier}` : ''}`;
    throw new AwsError('ResourceNotFoundException', `Function not found: ${what}`, 404);
  }

  private arnOf(name: string): string {
    return this.cloud.arn('lambda', `function:${name}`);
  }
}

function parseEvent(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
    );
  }
}
