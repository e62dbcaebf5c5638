import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { VirtualClock } from '../../../../rehearsal/clock';
import { Cloud } from '../../../../rehearsal/cloud';
import type { Probe, ProbeResult, Prober } from '../../../../rehearsal/ports';
import { rootOf } from '../../../../rehearsal/principal';
import { ELBV2_SWITCHES, Elbv2 } from '../../../../rehearsal/services/elbv2/elbv2';
import { type Switch, Switches } from '../../../../rehearsal/switches';

/** Answers what it is told, 200 until then, and remembers what it was asked. */
export class FakeProber implements Prober {
  public readonly asked: (Probe & { readonly at: number })[] = [];
  public answer: (probe: Probe) => ProbeResult | Promise<ProbeResult> = () => ({ status: 200 });

  constructor(private readonly clock: VirtualClock) {}

  public async probe(probe: Probe): Promise<ProbeResult> {
    this.asked.push({ ...probe, at: this.clock.now() });
    return this.answer(probe);
  }
}

/** A service in virtual time that starts at 0. */
export function localElbv2(chosen: Record<string, string> = {}, known: readonly Switch[] = ELBV2_SWITCHES) {
  const clock = new VirtualClock(0);
  const cloud = new Cloud({ clock, switches: new Switches(known, chosen) });
  const prober = new FakeProber(clock);
  const elbv2 = cloud.add(new Elbv2(cloud, prober));
  const client = cloud.client(elbv2, rootOf(cloud.account));
  return { clock, cloud, prober, elbv2, client };
}

export type Setting = ReturnType<typeof localElbv2>;

export async function loadBalancer({ client }: Setting, Name = 'web'): Promise<string> {
  const { LoadBalancers } = await client.CreateLoadBalancer({ Name, Subnets: ['subnet-1', 'subnet-2'] });
  return LoadBalancers?.[0].LoadBalancerArn ?? '';
}

/** A group that checks every 10 seconds, three passes and two failures in a row. */
export async function targetGroup({ client }: Setting, Name: string, more: object = {}): Promise<string> {
  const { TargetGroups } = await client.CreateTargetGroup({
    Name,
    Protocol: 'HTTP',
    Port: 80,
    VpcId: 'vpc-1',
    TargetType: 'ip',
    HealthCheckIntervalSeconds: 10,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 3,
    UnhealthyThresholdCount: 2,
    HealthCheckPath: '/health',
    ...more,
  });
  return TargetGroups?.[0].TargetGroupArn ?? '';
}

export async function listener(
  { client }: Setting,
  LoadBalancerArn: string,
  action: Action,
  Port = 80,
): Promise<string> {
  const { Listeners } = await client.CreateListener({
    LoadBalancerArn,
    Protocol: 'HTTP',
    Port,
    DefaultActions: [action],
  });
  return Listeners?.[0].ListenerArn ?? '';
}

/** A forward by weights. */
export function forward(...weights: [arn: string, weight?: number][]): Action {
  return {
    Type: 'forward',
    ForwardConfig: { TargetGroups: weights.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })) },
  };
}

/** A load balancer whose listener forwards to blue with weight 1 and to green with weight 0. */
export async function blueGreen(setting: Setting) {
  const web = await loadBalancer(setting);
  const blue = await targetGroup(setting, 'blue');
  const green = await targetGroup(setting, 'green');
  const production = await listener(setting, web, forward([blue, 1], [green, 0]));
  return { web, blue, green, production };
}
