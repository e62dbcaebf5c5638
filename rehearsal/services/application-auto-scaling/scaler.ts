import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../cloud';
import type { CloudEvent } from '../../event-bus';
import { queriesOf } from '../cloudwatch/alarm-event';
import { type Bounds, steppedCount, trackedCount } from './desired-count';
import { ecsDeploys } from './ecs-deployments';
import { SCALER } from './principal';
import { keyOf, type PolicyRecord, type ScalingBook, type TargetRecord } from './records';

const MINUTE = 60_000;

/** What a policy waits after it has scaled, unless it says otherwise: the default of ECS services. */
const COOLDOWN_SECONDS = 300;

/** How far back the newest value of a metric is looked for; load balancers publish late. */
const LOOK_BACK_MS = 10 * MINUTE;

/** Scales by its policies: when an alarm fires, and every minute while it stays so. */
export class Scaler {
  private readonly over = new AbortController();
  private readonly unsubscribe: () => void;
  /** Alarms that are followed, by name. */
  private readonly followed = new Set<string>();

  constructor(
    private readonly book: ScalingBook,
    private readonly cloud: Cloud,
  ) {
    this.unsubscribe = cloud.events.subscribe((event) => this.hear(event));
  }

  public stop(): void {
    this.unsubscribe();
    this.over.abort();
  }

  private hear({ detailType, detail }: CloudEvent): void {
    if (detailType !== 'CloudWatch Alarm State Change') return;
    const { alarmName, state } = detail as { alarmName: string; state: { value: string } };
    if (state.value === 'ALARM' && this.book.policies.size > 0) void this.follow(alarmName);
  }

  private async follow(alarmName: string): Promise<void> {
    if (this.followed.has(alarmName)) return;
    this.followed.add(alarmName);
    try {
      while (!this.over.signal.aborted) {
        const alarm = await this.alarm(alarmName);
        if (alarm?.StateValue !== 'ALARM' || !alarm.ActionsEnabled) return;
        const policies = (alarm.AlarmActions ?? []).flatMap((arn) => this.book.policies.get(arn) ?? []);
        if (policies.length === 0) return;
        for (const policy of policies) await this.scale(policy, alarm);
        await this.cloud.clock.sleep(MINUTE, this.over.signal);
      }
    } finally {
      this.followed.delete(alarmName);
    }
  }

  private async scale(policy: PolicyRecord, alarm: MetricAlarm): Promise<void> {
    const target = this.book.targets.get(keyOf(policy.description));
    const value = await this.newestValue(alarm);
    if (!target || value === undefined) return;
    const bounds = await this.boundsOf(target);
    const wanted = wantedCount(policy, alarm, bounds, value);
    const direction = wanted > bounds.desired ? 'out' : 'in';
    if (wanted === bounds.desired || isSuspended(target, direction) || this.isCooling(policy, direction)) return;
    const [, cluster = '', service = ''] = (target.description.ResourceId ?? '').split('/');
    if (direction === 'in' && (await ecsDeploys(this.cloud, cluster, service))) return;
    policy.lastAt[direction] = this.cloud.clock.now();
    await this.cloud.call('ecs', 'UpdateService', { cluster, service, desiredCount: wanted }, SCALER);
    this.remember(policy, alarm, wanted);
  }

  private isCooling({ description, lastAt }: PolicyRecord, direction: 'out' | 'in'): boolean {
    const tracking = description.TargetTrackingScalingPolicyConfiguration;
    const own = direction === 'out' ? tracking?.ScaleOutCooldown : tracking?.ScaleInCooldown;
    const seconds = own ?? description.StepScalingPolicyConfiguration?.Cooldown ?? COOLDOWN_SECONDS;
    const last = lastAt[direction];
    return last !== undefined && this.cloud.clock.now() - last < seconds * 1000;
  }

  private async boundsOf({ description }: TargetRecord): Promise<Bounds & { readonly desired: number }> {
    const { MinCapacity: min = 0, MaxCapacity: max = 0, ResourceId = '' } = description;
    const [, cluster, service] = ResourceId.split('/');
    const { services } = (await this.cloud.call(
      'ecs',
      'DescribeServices',
      { cluster, services: [service] },
      SCALER,
    )) as {
      services: { desiredCount?: number; runningCount?: number; taskSets?: unknown[] }[];
    };
    const { desiredCount: desired = 0, runningCount = 0, taskSets = [] } = services[0] ?? {};
    const bothCount =
      taskSets.length > 1 && this.cloud.switches.is('application-autoscaling.count-of-a-release', 'running-count');
    return { count: bothCount ? runningCount : desired, desired, min, max };
  }

  private async alarm(AlarmName: string): Promise<MetricAlarm | undefined> {
    const input = { AlarmNames: [AlarmName] };
    const found = (await this.cloud.call('cloudwatch', 'DescribeAlarms', input, SCALER)) as {
      MetricAlarms: MetricAlarm[];
    };
    return found.MetricAlarms[0];
  }

  private async newestValue(alarm: MetricAlarm): Promise<number | undefined> {
    const now = this.cloud.clock.now();
    const input = {
      MetricDataQueries: queriesOf(alarm),
      StartTime: new Date(now - LOOK_BACK_MS),
      EndTime: new Date(now),
    };
    const found = (await this.cloud.call('cloudwatch', 'GetMetricData', input, SCALER)) as {
      MetricDataResults: { Values?: number[] }[];
    };
    return found.MetricDataResults[0]?.Values?.[0];
  }

  private remember({ description }: PolicyRecord, { AlarmName }: MetricAlarm, wanted: number): void {
    const at = new Date(this.cloud.clock.now());
    this.book.activities.push({
      ActivityId: `activity-${this.book.activities.length + 1}`,
      ServiceNamespace: description.ServiceNamespace,
      ResourceId: description.ResourceId,
      ScalableDimension: description.ScalableDimension,
      Description: `Setting desired count to ${wanted}.`,
      Cause: `monitor alarm ${AlarmName} in state ALARM triggered policy ${description.PolicyName}`,
      StartTime: at,
      EndTime: at,
      StatusCode: 'Successful',
      StatusMessage: `Successfully set desired count to ${wanted}. Change successfully fulfilled by ecs.`,
    });
  }
}

function wantedCount({ description }: PolicyRecord, alarm: MetricAlarm, bounds: Bounds, value: number): number {
  const { TargetTrackingScalingPolicyConfiguration: tracking, StepScalingPolicyConfiguration: steps } = description;
  if (tracking?.TargetValue !== undefined) return trackedCount(bounds, value, tracking.TargetValue);
  return steps ? steppedCount(bounds, value - (alarm.Threshold ?? 0), steps) : bounds.count;
}

function isSuspended({ description }: TargetRecord, direction: 'out' | 'in'): boolean {
  const { DynamicScalingInSuspended, DynamicScalingOutSuspended } = description.SuspendedState ?? {};
  return Boolean(direction === 'out' ? DynamicScalingOutSuspended : DynamicScalingInSuspended);
}
