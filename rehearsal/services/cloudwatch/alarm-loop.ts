import type { Cloud } from '../../cloud';
import { evaluateMetricAlarm } from './alarm-evaluation';
import { queriesOf } from './alarm-event';
import type { AlarmBook, MetricAlarmRecord } from './alarm-records';
import type { AlarmStates } from './alarm-states';
import type { MetricStore } from './metric-store';
import { periodOf } from './queries';

const MINUTE = 60_000;
const TEN_SECONDS = 10_000;

/**
 * Evaluates all alarms: every full minute, those with periods below a minute every ten seconds. One loop, which runs
 * only while there are alarms.
 */
export class AlarmLoop {
  private alarmClock?: AbortController;
  private lastAt = -Infinity;
  private stopped = false;

  constructor(
    private readonly book: AlarmBook,
    private readonly states: AlarmStates,
    private readonly store: MetricStore,
    private readonly cloud: Cloud,
  ) {}

  /** To be called after every change of an alarm's configuration. */
  public look(): void {
    if (this.stopped) return;
    if (this.alarmClock) this.alarmClock.abort();
    else void this.run();
  }

  public stop(): void {
    this.stopped = true;
    this.alarmClock?.abort();
  }

  private async run(): Promise<void> {
    while (!this.stopped && this.book.alarms.size > 0) {
      const interval = this.book.metricAlarms.some(isShort) ? TEN_SECONDS : MINUTE;
      const now = this.cloud.clock.now();
      // Scaled clocks wake a little early now and then: the same moment must not come twice.
      const next = Math.max(Math.floor(now / interval) * interval, this.lastAt) + interval;
      const due = next - (next % interval);
      const alarmClock = new AbortController();
      this.alarmClock = alarmClock;
      await this.cloud.clock.sleep(due - now, alarmClock.signal);
      if (!alarmClock.signal.aborted) this.evaluateAll(due);
    }
    this.alarmClock = undefined;
  }

  private evaluateAll(at: number): void {
    this.lastAt = at;
    for (const record of this.book.metricAlarms) {
      if (isShort(record) || at % MINUTE === 0) this.evaluate(record, at);
    }
    this.states.settleComposites();
  }

  private evaluate(record: MetricAlarmRecord, at: number): void {
    const evaluation = evaluateMetricAlarm(record.description, this.store, at, this.cloud.switches);
    record.description.EvaluationState = evaluation.failure === undefined ? undefined : 'EVALUATION_ERROR';
    const stays = record.forced && !evaluation.hasData;
    if (stays && this.cloud.switches.is('cloudwatch.setAlarmStateWithoutData', 'stays')) return;
    record.forced = false;
    if (evaluation.verdict === 'keep') return;
    this.states.set(record, evaluation.verdict, evaluation.reason, evaluation.reasonData);
  }
}

function isShort({ description }: MetricAlarmRecord): boolean {
  return (description.Period ?? periodOf(queriesOf(description))) < 60;
}
