import type { Cloud } from '../../cloud';
import type { Service } from '../../service';
import { changeSetOperations } from './change-set-operations';
import { ChangeSets } from './change-sets';
import { type Providers, tryFindProvider } from './provider';
import { PROVIDERS } from './providers';
import { readOperations } from './read-operations';
import { ResponseMailbox } from './response-mailbox';
import type { Stack } from './stack';
import { StackActions } from './stack-actions';
import type { ReadObject } from './stack-models';
import type { OperationTools } from './stack-operation';
import { stackOperations } from './stack-operations';
import { StackStore } from './stack-store';

export { CLOUDFORMATION_SWITCHES } from './switches';

export interface CloudFormationOptions {
  /** Reads the text of a template that lies in S3, by its URL. */
  readonly readObject: ReadObject;
  /** Is there such a role? An execution role that IAM does not know is ignored: the caller makes the resources. */
  readonly isRole?: (arn: string) => boolean;
  /** Where functions of custom resources answer. @default - at an address that nothing listens at */
  readonly mailbox?: ResponseMailbox;
  /**
   * Whether a stack tells the events of its last operation only. The CDK CLI goes by this computer's time: where the rehearsal's is ahead, it
   * takes the failures of earlier deploys for those of this one.
   *
   * @default false
   */
  readonly lastEventsOnly?: boolean;
  /** @default - the resource types of the local AWS */
  readonly providers?: Providers;
}

/** CloudFormation: stacks and change sets. What the operations start runs on the cloud's clock, in the background. */
export class CloudFormation implements Service {
  public readonly prefix = 'cloudformation';
  public readonly stacks: StackStore;
  public readonly changeSets: ChangeSets;
  public readonly operations: ReturnType<typeof stackOperations> &
    ReturnType<typeof changeSetOperations> &
    ReturnType<typeof readOperations>;
  private readonly stopping = new AbortController();
  private readonly tools: OperationTools;

  constructor(cloud: Cloud, options: CloudFormationOptions) {
    const providers = options.providers ?? PROVIDERS;
    this.stacks = new StackStore(cloud);
    const mailbox = options.mailbox ?? new ResponseMailbox();
    this.tools = { cloud, providers, store: this.stacks, mailbox, stopped: this.stopping.signal };
    this.changeSets = new ChangeSets(this.tools);
    const actions = new StackActions(this.tools, options.readObject, options.isRole);
    this.operations = {
      ...stackOperations(actions),
      ...changeSetOperations(actions, this.changeSets),
      ...readOperations(this.tools, options.readObject, options.lastEventsOnly),
    };
  }

  /** Ends what runs; stacks stay as they are. */
  public async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.stacks.present.map((stack) => stack.operation));
  }

  /** Resolves with the stack when nothing is done to it any more. @throws AwsError when there is no such stack */
  public async settled(nameOrId: string): Promise<Stack> {
    const stack = this.stacks.find(nameOrId);
    await stack.operation;
    return stack;
  }

  /** Resource types of the stacks that have no behaviour here: those unknown, and those known to do nothing. */
  public get inertTypes(): { readonly unknown: readonly string[]; readonly known: readonly string[] } {
    const types = new Set(this.stacks.present.flatMap((stack) => [...stack.resources.values()].map((one) => one.type)));
    const sorted = [...types].sort();
    return {
      unknown: sorted.filter((type) => !tryFindProvider(this.tools.providers, type)),
      known: sorted.filter((type) => this.tools.providers[type]?.inert && type !== 'AWS::CDK::Metadata'),
    };
  }
}
