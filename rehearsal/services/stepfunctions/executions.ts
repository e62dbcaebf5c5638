import { randomUUID } from 'node:crypto';
import type {
  DescribeExecutionInput,
  GetExecutionHistoryInput,
  ListExecutionsInput,
  RedriveExecutionInput,
  StartExecutionInput,
  StopExecutionInput,
} from '@aws-sdk/client-sfn';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { page } from '../page';
import { describeExecution, listedExecution } from './describe-execution';
import { Execution } from './execution';
import type { Machines } from './machines';
import { checkName } from './names';
import { whyNotRedrivable } from './redrive';
import type { Interruption, Runner } from './runner';

/** Executions: starting, stopping, redriving them, and reading what they did. */
export class Executions {
  /** By ARN, oldest first. */
  public readonly all = new Map<string, Execution>();

  constructor(
    private readonly cloud: Cloud,
    private readonly machines: () => Machines,
    private readonly runner: Runner,
  ) {}

  /** The same name and input again while it runs is the same execution; anything else of that name is refused. */
  public start({ stateMachineArn, name = randomUUID(), input = '{}' }: StartExecutionInput) {
    const machine = this.machines().find(stateMachineArn);
    checkName(name);
    checkInput(input);
    const arn = this.cloud.arn('states', `execution:${machine.name}:${name}`);
    const existing = this.all.get(arn);
    if (existing) return sameAgain(existing, input);
    if (machine.deleting) throw new AwsError('StateMachineDeleting', `State Machine is Deleting: '${machine.arn}'`);
    const { name: machineName, roleArn, workflow } = machine;
    const version = { arn: machine.arn, name: machineName, roleArn, workflow };
    const { clock } = this.cloud;
    const execution = new Execution(arn, name, version, input, clock.now(), clock);
    this.all.set(arn, execution);
    execution.history.add('ExecutionStarted', 0, {
      executionStartedEventDetails: { input, inputDetails: { truncated: false }, roleArn },
    });
    this.runner.start(execution);
    return { executionArn: arn, startDate: new Date(execution.startedAt) };
  }

  public async stop({ executionArn, error, cause }: StopExecutionInput) {
    const execution = this.find(executionArn);
    if (execution.status === 'RUNNING') {
      execution.running.abort({ status: 'ABORTED', error, text: cause } satisfies Interruption);
      await execution.ended;
    }
    return { stopDate: new Date(execution.stoppedAt ?? this.cloud.clock.now()) };
  }

  /** Goes on from where the execution failed, with the same definition; its time-out and its retries begin anew. */
  public redrive({ executionArn }: RedriveExecutionInput) {
    const execution = this.find(executionArn);
    const reason = whyNotRedrivable(execution, this.cloud.clock.now());
    if (reason) throw new AwsError('ExecutionNotRedrivable', reason);
    execution.redriveCount++;
    execution.transitions++;
    execution.redrivenAt = this.cloud.clock.now();
    [execution.stoppedAt, execution.error, execution.text] = [undefined, undefined, undefined];
    execution.root.lastEventId = execution.history.add('ExecutionRedriven', execution.history.lastId, {
      executionRedrivenEventDetails: { redriveCount: execution.redriveCount },
    });
    this.runner.start(execution);
    return { redriveDate: new Date(execution.redrivenAt) };
  }

  public describe({ executionArn }: DescribeExecutionInput) {
    return describeExecution(this.find(executionArn), this.cloud.clock.now());
  }

  /** Newest first. */
  public list({ stateMachineArn, statusFilter, maxResults, nextToken }: ListExecutionsInput) {
    const { arn } = this.machines().find(stateMachineArn);
    const executions = this.of(arn).filter(({ status }) => statusFilter === undefined || status === statusFilter);
    const found = page(executions.reverse(), maxResults || 100, nextToken);
    return { executions: found.items.map(listedExecution), nextToken: found.nextToken };
  }

  public history({ executionArn, maxResults, reverseOrder, nextToken }: GetExecutionHistoryInput) {
    const { events } = this.find(executionArn).history;
    const found = page(reverseOrder ? events.toReversed() : events, maxResults || 100, nextToken);
    return { events: found.items, nextToken: found.nextToken };
  }

  /** The executions of a state machine, oldest first. */
  public of(machineArn: string): Execution[] {
    return [...this.all.values()].filter(({ machine }) => machine.arn === machineArn);
  }

  /** @throws AwsError ExecutionDoesNotExist */
  public find(arn = ''): Execution {
    if (!/^arn:aws[\w-]*:states:[\w-]+:\d+:execution:/.test(arn))
      throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN: ${arn}'`);
    const execution = this.all.get(arn);
    if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  }
}

function checkInput(input: string): void {
  try {
    JSON.parse(input);
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${(error as Error).message}'`);
  }
  if (Buffer.byteLength(input) > 262_144)
    throw new AwsError('ValidationException', "Value at 'input' failed to satisfy constraint: at most 262144 bytes");
}

function sameAgain(existing: Execution, input: string) {
  if (existing.status !== 'RUNNING' || existing.input !== input)
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${existing.arn}'`);
  return { executionArn: existing.arn, startDate: new Date(existing.startedAt) };
}
