import type { Activity } from '@aws-sdk/client-auto-scaling';
import type { Cloud } from '../../cloud';
import type { Ec2 } from '../ec2/ec2';
import type { Activities } from './activities';
import { messageOf } from './errors';
import type { LifecycleHooks } from './lifecycle-hooks';
import { AUTO_SCALING, type LoadBalancer } from './load-balancer';
import { type GroupRecord, isSuspended, type MemberRecord } from './records';

/** What the life of a group's instance needs from around it. */
export interface Surroundings {
  readonly cloud: Cloud;
  readonly ec2: Ec2;
  readonly activities: Activities;
  readonly hooks: LifecycleHooks;
  readonly loadBalancer: LoadBalancer;
  /** Aborts when the local AWS stops: nothing waits any more. */
  readonly ending: AbortSignal;
}

const REGISTER_AGAIN_MS = 5_000;
const LOOK_AT_TARGET_MS = 5_000;

/**
 * An instance that was launched, or taken from the warm pool, comes up: it runs, passes the launch hooks, is registered with
 * the target groups, and is in service (the order is that of AWS's lifecycle page).
 *
 * @returns why it did not come so far; undefined when it is in service, or was asked to leave
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks-overview.html
 */
export async function comeUp(
  group: GroupRecord,
  member: MemberRecord,
  around: Surroundings,
): Promise<string | undefined> {
  const instance = around.ec2.tryFindInstance(member.instanceId);
  const over = member.leave.signal;
  const state = await Promise.race([instance?.until('running', 'shutting-down'), abortOf(over)]);
  if (over.aborted) return undefined;
  if (state !== 'running') return `Instance failed to launch: ${instance?.stateReason ?? 'it ended'}`;
  const states = { wait: 'Pending:Wait', proceed: 'Pending:Proceed' } as const;
  const result = await around.hooks.pass(group, member, 'autoscaling:EC2_INSTANCE_LAUNCHING', states, over);
  if (over.aborted) return undefined;
  if (result === 'ABANDON')
    return "Instance failed to complete user's Lifecycle Action: Lifecycle Action was abandoned";
  if (!isSuspended(group, 'AddToLoadBalancer')) await register(group, member, around);
  if (over.aborted) return undefined;
  member.lifecycleState = 'InService';
  member.inServiceAt = around.cloud.clock.now();
  return undefined;
}

/** Registers with every target group, again and again until that worked or the instance is to leave. */
async function register(group: GroupRecord, member: MemberRecord, around: Surroundings): Promise<void> {
  const { cloud, loadBalancer } = around;
  const over = member.leave.signal;
  const waitsForHealth = cloud.switches.is('autoscaling.in-service', 'healthy');
  for (const arn of [...group.targetGroups]) {
    while (!over.aborted && group.targetGroups.has(arn)) {
      try {
        await loadBalancer.register(member, arn);
        break;
      } catch {
        await cloud.clock.sleep(REGISTER_AGAIN_MS, over);
      }
    }
    while (waitsForHealth && !over.aborted && !(await isHealthy(loadBalancer, member, arn)))
      await cloud.clock.sleep(LOOK_AT_TARGET_MS, over);
  }
}

async function isHealthy(loadBalancer: LoadBalancer, { instanceId }: MemberRecord, arn: string): Promise<boolean> {
  const state = await loadBalancer.states(arn, [instanceId]).then(
    (states) => states.get(instanceId),
    () => 'unknown',
  );
  return state === 'healthy' || state === 'unused';
}

/** A leaving instance is taken out of its target groups, drains, and passes the termination hooks. */
export async function goDown(
  group: GroupRecord,
  member: MemberRecord,
  activity: Activity,
  around: Surroundings,
): Promise<void> {
  const { cloud, ec2, ending } = around;
  const wasInService = member.inServiceAt !== undefined;
  member.lifecycleState = 'Terminating';
  const drainMs = await around.loadBalancer.deregister(member);
  const instance = ec2.tryFindInstance(member.instanceId);
  const gone = new AbortController();
  void instance?.until('terminated', 'stopped').then(() => gone.abort());
  const over = AbortSignal.any([ending, gone.signal]);
  if (drainMs > 0 && !group.isDeleting) {
    activity.StatusCode = 'WaitingForELBConnectionDraining';
    await cloud.clock.sleep(drainMs, over);
    activity.StatusCode = 'InProgress';
  }
  if (!wasInService || group.isDeleting || over.aborted) return;
  const states = { wait: 'Terminating:Wait', proceed: 'Terminating:Proceed' } as const;
  await around.hooks.pass(group, member, 'autoscaling:EC2_INSTANCE_TERMINATING', states, over);
}

/** Terminates the machine; resolves when it is gone. */
export async function terminate(member: MemberRecord, { cloud, ec2 }: Surroundings): Promise<string | undefined> {
  const instance = ec2.tryFindInstance(member.instanceId);
  try {
    if (instance && !instance.isEnding)
      await cloud.call('ec2', 'TerminateInstances', { InstanceIds: [member.instanceId] }, AUTO_SCALING);
  } catch (error) {
    return messageOf(error);
  }
  await instance?.until('terminated');
  return undefined;
}

export function abortOf(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
