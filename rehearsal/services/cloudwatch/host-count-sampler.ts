import type { Clock } from '../../clock';
import type { Elbv2 } from '../elbv2/elbv2';
import type { LoadBalancerMetrics } from './load-balancer-metrics';

const MINUTE = 60_000;

/**
 * Samples how many hosts each target group has, once a minute and at every change, so that Minimum and Maximum of a
 * minute are right. It sleeps for good while no group in use has a target.
 */
export class HostCountSampler {
  private alarmClock?: AbortController;
  private stopped = false;
  private readonly unsubscribe: () => void;

  constructor(
    private readonly elbv2: Elbv2,
    private readonly metrics: LoadBalancerMetrics,
    private readonly clock: Clock,
  ) {
    this.unsubscribe = elbv2.onChange(() => {
      const any = this.sample();
      if (any && !this.alarmClock && !this.stopped) void this.run();
    });
  }

  public stop(): void {
    this.stopped = true;
    this.unsubscribe();
    this.alarmClock?.abort();
  }

  private async run(): Promise<void> {
    let last = -Infinity;
    do {
      const now = this.clock.now();
      const next = Math.max(Math.floor(now / MINUTE) * MINUTE, last) + MINUTE;
      this.alarmClock = new AbortController();
      await this.clock.sleep(next - now, this.alarmClock.signal);
      last = next;
    } while (!this.stopped && this.sample(last));
    this.alarmClock = undefined;
  }

  /** @returns whether there was anything to count */
  private sample(at = this.clock.now()): boolean {
    let any = false;
    for (const group of this.elbv2.state.targetGroups.values()) {
      if (!group.inUse || !group.description.HealthCheckEnabled) continue;
      const registered = [...group.targets.values()].filter((target) => target.drainsUntil === undefined);
      if (registered.length === 0) continue;
      any = true;
      const healthy = registered.filter((target) => target.health.state === 'healthy').length;
      const unhealthy = registered.filter((target) => target.health.state === 'unhealthy').length;
      const loadBalancerArns = this.elbv2.state.loadBalancersOf(group.arn);
      this.metrics.recordHosts({ groupArn: group.arn, loadBalancerArns, healthy, unhealthy, at });
    }
    return any;
  }
}
