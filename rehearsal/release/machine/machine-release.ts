import type { ExecutionListItem, HistoryEvent } from '@aws-sdk/client-sfn';
import type { LocalAws } from '../../local-aws';
import { rootOf } from '../../principal';
import type { Colour, Outcome, Phase, TimelineEntry } from '../../report';
import type { ApprovalLinks, MachineDescriptor } from '../descriptor/machine';
import { lookLines } from '../looks';
import { recordedTimes } from '../recorded-times';
import type { ReleaseState, ReleaseStory, StartedRelease } from '../workload';
import { type ReleaseRecord, readRecord } from './release-record';

/** The shortest release, all at once and without a hook, makes more. */
const CALLS_TO_CHOOSE_FROM = 20;

export interface MachineReleaseProps {
  readonly aws: LocalAws;
  readonly descriptor: MachineDescriptor;
  /** The execution's name. */
  readonly id: string;
  /** The execution's ARN. */
  readonly execution: string;
  /** The colour that was live when it was asked for. */
  readonly live: Colour;
  readonly weights: () => Readonly<Record<Colour, number>>;
}

/** An execution of the release machine, seen through the same API that anybody has. */
export class MachineRelease implements StartedRelease {
  public readonly id: string;
  public readonly links?: ApprovalLinks;

  constructor(private readonly props: MachineReleaseProps) {
    this.id = props.id;
    const { approval } = props.descriptor;
    this.links = approval && { promote: `${approval.promote}${this.id}`, reject: `${approval.reject}${this.id}` };
  }

  public async look(): Promise<ReleaseState> {
    const record = await this.record();
    const { status, error } = await this.stepFunctions.DescribeExecution({ executionArn: this.props.execution });
    const rollback = await this.tryFindRollback(record);
    const isRunning = status === 'RUNNING';
    const phase = rollback && rollback.status === 'RUNNING' ? 'rolling-back' : (record.phase ?? 'preparing');
    const isAtGate = isRunning && record.phase === 'waiting' && record.taskToken !== undefined;
    return {
      phase,
      event: isRunning ? await this.currentState() : undefined,
      isAtGate,
      isGoingForward: isRunning && !rollback && !isAtGate,
      wayBack: rollback && {
        decidedAt: rollback.startDate?.getTime(),
        endedAt: await this.sentBackAt(rollback),
      },
      outcome: outcomeOf(record, { isRunning, wasLocked: error === 'Locked', rollback, phase }),
    };
  }

  public async promote(): Promise<void> {
    const output = { who: rootOf(this.props.aws.cloud.account).arn, at: this.now() };
    await this.answer((taskToken) => this.stepFunctions.SendTaskSuccess({ taskToken, output: JSON.stringify(output) }));
  }

  public async reject(): Promise<void> {
    const who = rootOf(this.props.aws.cloud.account).arn;
    const cause = `rejected by ${who}: the rehearsal says so`;
    await this.answer((taskToken) => this.stepFunctions.SendTaskFailure({ taskToken, error: 'Rejected', cause }));
  }

  public async stop(): Promise<void> {
    const { descriptor, live, aws } = this.props;
    const who = rootOf(aws.cloud.account).arn;
    await this.stepFunctions.StartExecution({
      stateMachineArn: descriptor.rollbackMachine,
      name: `${this.id}-back-stop`,
      input: JSON.stringify({ release: this.id, live, reason: 'somebody stopped it', who, bringUp: false }),
    });
  }

  public killSomewhere(onKilled: (where: string) => void): void {
    const { stepFunctions } = this.props.aws;
    const call = 1 + Math.floor(Math.random() * CALLS_TO_CHOOSE_FROM);
    const when = Math.random() < 0.5 ? 'before' : 'after';
    stepFunctions.stopAt((point) => {
      const isThere = point.executionArn === this.props.execution && point.call === call && point.when === when;
      if (isThere) {
        stepFunctions.stopAt();
        onKilled(`${when} its call ${call} (${point.state}: ${point.action})`);
      }
      return isThere;
    });
  }

  public async redrive(): Promise<void> {
    await this.stepFunctions.RedriveExecution({ executionArn: this.props.execution });
  }

  public async story(): Promise<ReleaseStory> {
    const { reason } = await this.record();
    const { cause, error, startDate } = await this.stepFunctions.DescribeExecution({
      executionArn: this.props.execution,
    });
    const { aws, descriptor } = this.props;
    const startedAt = startDate?.getTime() ?? 0;
    const looks = descriptor.analysis ? await lookLines(aws, descriptor.table, this.id, startedAt) : [];
    const recorded = await recordedTimes(aws, descriptor.table, this.id);
    return { lines: [...(await this.failures()), ...looks], reason: reason ?? cause ?? error, recorded };
  }

  private record(): Promise<ReleaseRecord> {
    return readRecord(this.props.aws, this.props.descriptor.table, this.id);
  }

  /** The gate renews its token when it judges: who comes at that moment reads again, and tries once more. */
  private async answer(send: (taskToken: string) => Promise<unknown>): Promise<void> {
    for (let tries = 2; tries > 0; tries--) {
      const { taskToken } = await this.record();
      if (!taskToken) return;
      const isAnswered = await send(taskToken).then(
        () => true,
        () => false,
      );
      if (isAnswered) return;
    }
  }

  /** One that an alarm has started has a name of EventBridge's. */
  private async tryFindRollback({ rollback }: ReleaseRecord): Promise<ExecutionListItem | undefined> {
    const { rollbackMachine: stateMachineArn } = this.props.descriptor;
    const { executions = [] } = await this.stepFunctions.ListExecutions({ stateMachineArn });
    return executions.find(({ name = '' }) => name === rollback || name.startsWith(`${this.id}-back`));
  }

  private async currentState(): Promise<string | undefined> {
    const events = await this.history(this.props.execution, { reverseOrder: true, maxResults: 20 });
    return events.find(({ stateEnteredEventDetails }) => stateEnteredEventDetails)?.stateEnteredEventDetails?.name;
  }

  /** When the one write was done that gives everything back to live. */
  private async sentBackAt({ executionArn = '' }: ExecutionListItem): Promise<number | undefined> {
    const events = await this.history(executionArn, { maxResults: 100 });
    const written = events.find(({ stateExitedEventDetails: exited }) => exited?.name === 'SendTrafficBack');
    return written?.timestamp?.getTime();
  }

  private async failures(): Promise<TimelineEntry[]> {
    const startedAt = await this.stepFunctions
      .DescribeExecution({ executionArn: this.props.execution })
      .then(({ startDate }) => startDate?.getTime() ?? 0);
    const events = await this.history(this.props.execution, { maxResults: 1000 });
    return events.flatMap(({ taskFailedEventDetails: failed, timestamp }) => {
      if (!failed) return [];
      const text = `${failed.resourceType}:${failed.resource} failed: ${failed.error}${failed.cause ? `, ${failed.cause}` : ''}`;
      return [{ atSeconds: ((timestamp?.getTime() ?? 0) - startedAt) / 1000, kind: 'event', text, bad: true } as const];
    });
  }

  private async history(
    executionArn: string,
    options: { readonly reverseOrder?: boolean; readonly maxResults: number },
  ): Promise<HistoryEvent[]> {
    const { events = [] } = await this.stepFunctions.GetExecutionHistory({ executionArn, ...options });
    return events;
  }

  private now(): string {
    return new Date(this.props.aws.cloud.clock.now()).toISOString();
  }

  private get stepFunctions() {
    const { cloud, stepFunctions } = this.props.aws;
    return cloud.client(stepFunctions, rootOf(cloud.account));
  }
}

interface Executions {
  readonly isRunning: boolean;
  /** Another release had the lock. */
  readonly wasLocked: boolean;
  readonly rollback?: ExecutionListItem;
  readonly phase: Phase;
}

/** Over only when no execution of it runs any more. */
function outcomeOf({ outcome }: ReleaseRecord, executions: Executions): Outcome | undefined {
  if (executions.isRunning || executions.rollback?.status === 'RUNNING') return undefined;
  return outcome ?? (executions.wasLocked ? 'refused' : undefined);
}
