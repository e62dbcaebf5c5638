import type { Cloud } from '../../cloud';
import { serviceCalled } from '../../principal';
import type { MemberRecord } from './records';

/** Auto Scaling's own calls, by its service-linked role. */
export const AUTO_SCALING = serviceCalled('autoscaling.amazonaws.com');

interface Health {
  readonly Target?: { readonly Id?: string };
  readonly TargetHealth?: { readonly State?: string };
}

/** What Auto Scaling asks of Elastic Load Balancing. */
export class LoadBalancer {
  constructor(private readonly cloud: Cloud) {}

  /** @throws AwsError when the target group is gone, or the load balancer does not answer */
  public async register(member: MemberRecord, TargetGroupArn: string): Promise<void> {
    await this.call('RegisterTargets', { TargetGroupArn, Targets: [{ Id: member.instanceId }] });
    member.registered.add(TargetGroupArn);
  }

  /** Takes an instance out of one target group, or of all that it is in; answers how long it drains, in milliseconds. */
  public async deregister(member: MemberRecord, only?: string): Promise<number> {
    let longest = 0;
    for (const TargetGroupArn of only ? [only] : [...member.registered]) {
      if (!member.registered.delete(TargetGroupArn)) continue;
      const Targets = [{ Id: member.instanceId }];
      try {
        await this.call('DeregisterTargets', { TargetGroupArn, Targets });
        if ((await this.states(TargetGroupArn, [member.instanceId])).get(member.instanceId) === 'draining')
          longest = Math.max(longest, await this.delay(TargetGroupArn));
      } catch {
        // the target group is gone, or the load balancer does not answer: the instance leaves all the same
      }
    }
    return this.cloud.switches.is('autoscaling.draining', 'whole-delay') ? longest : 0;
  }

  /** The states of the targets of a group by instance id; of all, or of those given. */
  public async states(TargetGroupArn: string, ids?: readonly string[]): Promise<Map<string, string>> {
    const input = { TargetGroupArn, Targets: ids?.map((Id) => ({ Id })) };
    const { TargetHealthDescriptions = [] } = (await this.call('DescribeTargetHealth', input)) as {
      TargetHealthDescriptions?: Health[];
    };
    return new Map(
      TargetHealthDescriptions.map(({ Target, TargetHealth }) => [Target?.Id ?? '', TargetHealth?.State ?? '']),
    );
  }

  private async delay(TargetGroupArn: string): Promise<number> {
    const { Attributes = [] } = (await this.call('DescribeTargetGroupAttributes', { TargetGroupArn })) as {
      Attributes?: { Key?: string; Value?: string }[];
    };
    const seconds = Attributes.find(({ Key }) => Key === 'deregistration_delay.timeout_seconds')?.Value ?? '300';
    return Number(seconds) * 1000;
  }

  private call(operation: string, input: object): Promise<unknown> {
    return this.cloud.call('elasticloadbalancing', operation, input, AUTO_SCALING);
  }
}
