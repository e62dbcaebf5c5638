import { HEALTH_POLL_MS } from './durations';
import type { Surroundings } from './member-story';
import { capacityOf, type GroupRecord, isSuspended, type MemberRecord } from './records';

/** Looks at the instances in service of one group, as long as there are any. */
export class HealthWatch {
  private isWatching = false;

  /** @param changed is called when an instance has become unhealthy */
  constructor(
    private readonly group: GroupRecord,
    private readonly around: Surroundings,
    private readonly changed: () => void,
  ) {}

  /** Begins to look, if it does not already. */
  public start(): void {
    if (!this.isWatching) void this.watch();
  }

  private async watch(): Promise<void> {
    const { cloud, ending } = this.around;
    this.isWatching = true;
    while (!ending.aborted && this.inService.length > 0) {
      await cloud.clock.sleep(HEALTH_POLL_MS, ending);
      if (!ending.aborted && !isSuspended(this.group, 'HealthCheck')) await this.look();
    }
    this.isWatching = false;
  }

  private get inService(): MemberRecord[] {
    return capacityOf(this.group).filter((one) => one.lifecycleState === 'InService');
  }

  /** A machine that does not run is unhealthy at once; a failing target after the grace period (aws-facts 9). */
  private async look(): Promise<void> {
    const { cloud, ec2, loadBalancer } = this.around;
    const states: Map<string, string>[] = [];
    if (this.group.healthCheckTypes.includes('ELB')) {
      for (const arn of this.group.targetGroups)
        states.push(await loadBalancer.states(arn).catch(() => new Map<string, string>()));
    }
    for (const member of this.inService) {
      const seen = states.map((one) => one.get(member.instanceId) ?? 'unused');
      const age = cloud.clock.now() - (member.inServiceAt ?? 0);
      member.isTargetHealthy = seen.every((one) => one === 'healthy' || one === 'unused' || one === 'unavailable');
      const isDown = ec2.tryFindInstance(member.instanceId)?.state !== 'running';
      const failed = seen.includes('unhealthy') && age >= this.group.graceSeconds * 1000;
      if (isDown || failed) member.health = 'Unhealthy';
    }
    if (this.inService.some((one) => one.health === 'Unhealthy')) this.changed();
  }
}
