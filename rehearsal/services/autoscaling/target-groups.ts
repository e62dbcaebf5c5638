import type {
  AttachLoadBalancerTargetGroupsType,
  AttachTrafficSourcesType,
  DescribeLoadBalancerTargetGroupsRequest,
  DescribeTrafficSourcesRequest,
  DetachLoadBalancerTargetGroupsType,
  DetachTrafficSourcesType,
  TrafficSourceIdentifier,
} from '@aws-sdk/client-auto-scaling';
import type { Cloud } from '../../cloud';
import { messageOf, validationError } from './errors';
import { AUTO_SCALING, type LoadBalancer } from './load-balancer';
import { capacityOf, type GroupRecord, isSuspended } from './records';
import type { State } from './state';

const AT_ONCE = 10;
const IN_ALL = 50;

/** The target groups of a group: attached, detached, and how far that is. */
export class TargetGroups {
  constructor(
    private readonly cloud: Cloud,
    private readonly state: State,
    private readonly loadBalancer: LoadBalancer,
  ) {}

  public attach(input: AttachLoadBalancerTargetGroupsType) {
    return this.attachAll(input.AutoScalingGroupName, input.TargetGroupARNs ?? []);
  }

  public detach(input: DetachLoadBalancerTargetGroupsType) {
    return this.detachAll(input.AutoScalingGroupName, input.TargetGroupARNs ?? []);
  }

  public attachSources(input: AttachTrafficSourcesType) {
    return this.attachAll(input.AutoScalingGroupName, identifiersOf(input.TrafficSources));
  }

  public detachSources(input: DetachTrafficSourcesType) {
    return this.detachAll(input.AutoScalingGroupName, identifiersOf(input.TrafficSources));
  }

  public async describe(input: DescribeLoadBalancerTargetGroupsRequest) {
    const group = this.state.find(input.AutoScalingGroupName);
    const states = [...group.targetGroups].map(async (arn) => ({
      LoadBalancerTargetGroupARN: arn,
      State: await this.stateOf(group, arn),
    }));
    return { LoadBalancerTargetGroups: await Promise.all(states) };
  }

  public async describeSources(input: DescribeTrafficSourcesRequest) {
    const group = this.state.find(input.AutoScalingGroupName);
    const wanted = input.TrafficSourceType && input.TrafficSourceType !== 'elbv2' ? [] : [...group.targetGroups];
    const states = wanted.map(async (arn) => ({
      TrafficSource: arn,
      Identifier: arn,
      Type: 'elbv2',
      State: await this.stateOf(group, arn),
    }));
    return { TrafficSources: await Promise.all(states) };
  }

  /** The instances in service are registered, too. */
  private async attachAll(name: string | undefined, arns: readonly string[]) {
    const group = this.state.find(name);
    if (arns.length > AT_ONCE) throw validationError(`At most ${AT_ONCE} target groups can be attached at once.`);
    if (new Set([...group.targetGroups, ...arns]).size > IN_ALL)
      throw validationError(`At most ${IN_ALL} target groups can be attached to an Auto Scaling group.`);
    await checkTargetGroups(this.cloud, arns);
    for (const arn of arns) group.targetGroups.add(arn);
    if (isSuspended(group, 'AddToLoadBalancer')) return {};
    for (const member of capacityOf(group)) {
      if (member.lifecycleState !== 'InService') continue;
      for (const arn of arns) await this.loadBalancer.register(member, arn).catch(() => undefined);
    }
    return {};
  }

  private async detachAll(name: string | undefined, arns: readonly string[]) {
    const group = this.state.find(name);
    const unknown = arns.find((arn) => !group.targetGroups.has(arn));
    if (unknown) throw validationError(`Trying to remove Target Groups that are not part of the group: ${unknown}`);
    for (const arn of arns) {
      group.targetGroups.delete(arn);
      for (const member of group.members) await this.loadBalancer.deregister(member, arn);
    }
    return {};
  }

  /** InService means that at least one instance is healthy (aws-facts 9); it says nothing of the others. */
  private async stateOf(group: GroupRecord, arn: string): Promise<string> {
    const states = await this.loadBalancer.states(arn).catch(() => new Map<string, string>());
    const mine = group.members.map((one) => states.get(one.instanceId));
    if (mine.includes('healthy')) return 'InService';
    return mine.some((one) => one !== undefined) || group.desired === 0 ? 'Added' : 'Adding';
  }
}

/** @throws ValidationError when one of the target groups does not exist */
export async function checkTargetGroups(cloud: Cloud, TargetGroupArns: readonly string[]): Promise<void> {
  if (TargetGroupArns.length === 0) return;
  try {
    await cloud.call('elasticloadbalancing', 'DescribeTargetGroups', { TargetGroupArns }, AUTO_SCALING);
  } catch (error) {
    throw validationError(`Provided Target Groups may not be valid. Please ensure they exist: ${messageOf(error)}`);
  }
}

function identifiersOf(sources: readonly TrafficSourceIdentifier[] = []): string[] {
  const foreign = sources.find(({ Type = 'elbv2' }) => Type !== 'elbv2');
  if (foreign) throw validationError(`the local AWS knows traffic sources of type elbv2 only, got '${foreign.Type}'`);
  return sources.map(({ Identifier = '' }) => Identifier);
}
