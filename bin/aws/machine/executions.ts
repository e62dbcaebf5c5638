import {
  DescribeExecutionCommand,
  type ExecutionStatus,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { MachineDescriptor } from '../../../rehearsal/release/descriptor/machine';
import type { Colour } from '../../../rehearsal/report';

/** An execution of one of the two machines. */
export interface Execution {
  readonly arn: string;
  readonly status: ExecutionStatus;
  readonly error?: string;
  readonly cause?: string;
}

/** The input of the release machine: everything that differs from release to release. */
export interface ReleaseInput {
  readonly candidate: object;
  readonly who: string;
  readonly description: string;
  readonly commitTime: string;
  /** Whether a release may begin without metrics to compare with. */
  readonly withoutData?: boolean;
}

/** The input of the rollback machine. */
export interface RollbackInput {
  readonly release: string;
  /** The colour that shall have everything. */
  readonly live: Colour;
  readonly reason: string;
  readonly who: string;
  /** Bring that colour up first: it has been scaled down since. */
  readonly bringUp: boolean;
}

/** How many of the newest executions of a machine are looked through. */
const NEWEST = 25;

/** The executions of one construct's machines. */
export class Executions {
  constructor(
    private readonly stepFunctions: SFNClient,
    private readonly machines: Pick<MachineDescriptor, 'releaseMachine' | 'rollbackMachine'>,
  ) {}

  public async startRelease(id: string, input: ReleaseInput): Promise<void> {
    await this.start(this.machines.releaseMachine, id, input);
  }

  public async startRollback(name: string, input: RollbackInput): Promise<void> {
    await this.start(this.machines.rollbackMachine, name, input);
  }

  /** The execution of a release; undefined when there is none, or when it is too old for Step Functions to know it. */
  public async ofRelease(id: string): Promise<Execution | undefined> {
    const executionArn = `${this.machines.releaseMachine.replace(':stateMachine:', ':execution:')}:${id}`;
    try {
      const {
        status = 'RUNNING',
        error,
        cause,
      } = await this.stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
      return { arn: executionArn, status, error, cause };
    } catch (error) {
      if (error instanceof Error && NOT_THERE.has(error.name)) return undefined;
      throw error;
    }
  }

  /** The id of the release that was started last; undefined when none was within the time that Step Functions remembers. */
  public async newestRelease(): Promise<string | undefined> {
    const { executions = [] } = await this.stepFunctions.send(
      new ListExecutionsCommand({ stateMachineArn: this.machines.releaseMachine, maxResults: NEWEST }),
    );
    // One that was refused because another runs is newer than that.
    return (executions.find(({ status }) => status === 'RUNNING') ?? executions[0])?.name;
  }

  /**
   * The newest execution that takes a release back, whether that release, a person or an alarm has started it.
   *
   * @param recorded its name, where the record has it
   */
  public async rollbackOf(id: string, recorded?: string): Promise<Execution | undefined> {
    const { executions = [] } = await this.stepFunctions.send(
      new ListExecutionsCommand({ stateMachineArn: this.machines.rollbackMachine, maxResults: NEWEST }),
    );
    const found = executions.find(
      ({ name = '' }) => name === recorded || name === `${id}-back` || name.startsWith(`${id}-back-`),
    );
    return found && { arn: found.executionArn ?? '', status: found.status ?? 'RUNNING' };
  }

  /** Opens the gate. */
  public async promote(taskToken: string, answer: { readonly who: string; readonly at: string }): Promise<void> {
    await this.stepFunctions.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(answer) }));
  }

  /** Closes the gate: the release goes back. */
  public async reject(taskToken: string, cause: string): Promise<void> {
    await this.stepFunctions.send(new SendTaskFailureCommand({ taskToken, error: 'Rejected', cause }));
  }

  private async start(stateMachineArn: string, name: string, input: object): Promise<void> {
    await this.stepFunctions.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
  }
}

const NOT_THERE = new Set(['ExecutionDoesNotExist', 'InvalidArn']);
