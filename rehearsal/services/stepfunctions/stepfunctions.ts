import type {
  CreateStateMachineInput,
  DeleteStateMachineInput,
  DescribeExecutionInput,
  DescribeStateMachineForExecutionInput,
  DescribeStateMachineInput,
  GetExecutionHistoryInput,
  ListExecutionsInput,
  ListStateMachinesInput,
  ListTagsForResourceInput,
  RedriveExecutionInput,
  SendTaskFailureInput,
  SendTaskHeartbeatInput,
  SendTaskSuccessInput,
  StartExecutionInput,
  StopExecutionInput,
  TagResourceInput,
  UntagResourceInput,
  UpdateStateMachineInput,
  ValidateStateMachineDefinitionInput,
} from '@aws-sdk/client-sfn';
import type { Cloud } from '../../cloud';
import { SERVICE_FACTS, serviceModel } from '../../endpoint/aws-services';
import type { Service } from '../../service';
import type { Execution } from './execution';
import { Executions } from './executions';
import { Integrations } from './integrations/integrations';
import { stepFunctionsFunctions } from './language/functions';
import { Machines } from './machines';
import type { KillPoint } from './run/world';
import { Runner } from './runner';
import { TaskTokens } from './task-tokens';

export type { KillPoint } from './run/world';
export { STEPFUNCTIONS_SWITCHES } from './switches';

/**
 * Step Functions: standard workflows in JSONata, run on the rehearsal's clock. No express workflows, no versions and
 * aliases, no activities, no distributed Map.
 */
export class StepFunctions implements Service {
  public readonly prefix = 'states';
  /** For jitter; a test may set it. */
  public random: () => number = Math.random;
  private isKilledAt: (point: KillPoint) => boolean = () => false;
  private readonly tokens: TaskTokens;
  private readonly machines: Machines;
  private readonly runs: Executions;

  public readonly operations = {
    CreateStateMachine: (input: CreateStateMachineInput) => this.machines.create(input),
    UpdateStateMachine: (input: UpdateStateMachineInput) => this.machines.update(input),
    DeleteStateMachine: (input: DeleteStateMachineInput) => this.machines.delete(input.stateMachineArn),
    DescribeStateMachine: (input: DescribeStateMachineInput) => this.machines.describe(input),
    ListStateMachines: (input: ListStateMachinesInput) => this.machines.list(input),
    ValidateStateMachineDefinition: (input: ValidateStateMachineDefinitionInput) => this.machines.validate(input),
    DescribeStateMachineForExecution: ({ executionArn }: DescribeStateMachineForExecutionInput) =>
      this.machines.describe({ stateMachineArn: this.runs.find(executionArn).machine.arn }),
    StartExecution: (input: StartExecutionInput) => this.runs.start(input),
    StopExecution: (input: StopExecutionInput) => this.runs.stop(input),
    RedriveExecution: (input: RedriveExecutionInput) => this.runs.redrive(input),
    DescribeExecution: (input: DescribeExecutionInput) => this.runs.describe(input),
    ListExecutions: (input: ListExecutionsInput) => this.runs.list(input),
    GetExecutionHistory: (input: GetExecutionHistoryInput) => this.runs.history(input),
    SendTaskSuccess: ({ taskToken, output }: SendTaskSuccessInput) => this.tokens.succeed(taskToken, output),
    SendTaskFailure: ({ taskToken, error, cause }: SendTaskFailureInput) => this.tokens.fail(taskToken, error, cause),
    SendTaskHeartbeat: ({ taskToken }: SendTaskHeartbeatInput) => this.tokens.heartbeat(taskToken),
    ListTagsForResource: ({ resourceArn }: ListTagsForResourceInput) => ({
      tags: [...this.machines.find(resourceArn).tags],
    }),
    TagResource: ({ resourceArn, tags = [] }: TagResourceInput) => {
      const found = this.machines.find(resourceArn);
      removeTags(found.tags, new Set(tags.map(({ key }) => key)));
      found.tags.push(...tags);
      return {};
    },
    UntagResource: ({ resourceArn, tagKeys = [] }: UntagResourceInput) => {
      removeTags(this.machines.find(resourceArn).tags, new Set(tagKeys));
      return {};
    },
  };

  constructor(cloud: Cloud) {
    const { clock } = cloud;
    const integrations = new Integrations(cloud, modelOf);
    this.tokens = new TaskTokens(() => clock.now());
    const runner = new Runner(
      cloud,
      {
        cloud,
        integrations,
        tokens: this.tokens,
        functions: stepFunctionsFunctions(clock),
        random: () => this.random(),
        isKilledAt: (point) => this.isKilledAt(point),
      },
      (ended) => this.machines.forget(ended.machine.arn),
    );
    this.runs = new Executions(cloud, () => this.machines, runner);
    this.machines = new Machines(cloud, integrations, (arn) =>
      this.runs.of(arn).some(({ status }) => status === 'RUNNING'),
    );
  }

  /** An execution with everything that is kept of it: its transitions, its calls, when it ends. */
  public execution(arn: string): Execution {
    return this.runs.find(arn);
  }

  /** All executions, oldest first. */
  public get executions(): Execution[] {
    return [...this.runs.all.values()];
  }

  /**
   * Kills executions at chosen points, for tests: the execution is aborted right before a call, or right after it, when
   * its result is not yet kept. A redrive then makes the call (again).
   *
   * @param isPoint asked at every point; undefined kills no more
   */
  public stopAt(isPoint?: (point: KillPoint) => boolean): void {
    this.isKilledAt = isPoint ?? (() => false);
  }

  /** Ends all executions, silently. */
  public async stop(): Promise<void> {
    const running = this.executions.filter(({ status }) => status === 'RUNNING');
    for (const execution of running) execution.running.abort();
    await Promise.all(running.map(({ ended }) => ended));
  }

  /** A token's permission is asked on its state machine. */
  public resourcesOf(operation: string, input: unknown): string[] | undefined {
    if (!operation.startsWith('SendTask')) return undefined;
    const arn = this.tokens.machineOf((input as { readonly taskToken?: string } | undefined)?.taskToken);
    return arn ? [arn] : ['*'];
  }
}

async function modelOf(prefix: string) {
  const facts = SERVICE_FACTS.find((one) => one.prefix === prefix);
  return facts && serviceModel(facts);
}

function removeTags(tags: { readonly key?: string }[], keys: ReadonlySet<string | undefined>): void {
  for (let place = tags.length - 1; place >= 0; place--) if (keys.has(tags[place]?.key)) tags.splice(place, 1);
}
