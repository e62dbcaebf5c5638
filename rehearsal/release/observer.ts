import type { LocalAws } from '../local-aws';
import { rootOf } from '../principal';
import type { Colour, Progress } from '../report';
import type { TrafficCounter } from './traffic-counter';
import type { ReleaseState, Workload } from './workload';

/** Puts together what people are shown of a running release. */
export class Observer {
  private readonly startedAt: number;

  constructor(
    private readonly aws: LocalAws,
    private readonly workload: Workload,
    private readonly live: Colour,
    private readonly counter: TrafficCounter,
  ) {
    this.startedAt = aws.cloud.clock.now();
  }

  /** Rehearsal seconds since the release was asked for. */
  public get elapsedSeconds(): number {
    return (this.aws.cloud.clock.now() - this.startedAt) / 1000;
  }

  /** A moment in rehearsal seconds since the release was asked for; now, when it is not known. */
  public secondsAt(time: number | undefined): number {
    return time === undefined ? this.elapsedSeconds : (time - this.startedAt) / 1000;
  }

  public async progress({ phase, event }: ReleaseState): Promise<Progress> {
    const { workload, counter } = this;
    return {
      elapsedSeconds: this.elapsedSeconds,
      phase,
      event,
      live: this.live,
      weights: workload.weights(),
      healthyTargets: { blue: workload.healthyTargets('blue'), green: workload.healthyTargets('green') },
      traffic: counter.traffic,
      unanswered: counter.unanswered,
      firing: await this.firing(),
    };
  }

  private async firing(): Promise<string[]> {
    const { alarms } = this.workload;
    if (alarms.length === 0) return [];
    const cloudWatch = this.aws.cloud.client(this.aws.cloudWatch, rootOf(this.aws.cloud.account));
    const { MetricAlarms: found = [] } = await cloudWatch.DescribeAlarms({
      AlarmNames: [...alarms],
      StateValue: 'ALARM',
    });
    return found.flatMap(({ AlarmName: name }) => name ?? []);
  }
}
