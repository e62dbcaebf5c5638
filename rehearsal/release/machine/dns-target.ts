import type { LocalAws } from '../../local-aws';
import { rootOf } from '../../principal';
import type { Colour } from '../../report';

/** Where a record leads, on the local AWS. */
export interface DnsTargetPlace {
  /** ARN of the listener that users ask. */
  readonly listener: string;
  readonly port: number;
  /** ARN of the target group behind it. */
  readonly group: string;
  readonly healthPath: string;
}

/**
 * Finds the load balancer that a record leads to, with its first HTTP listener.
 *
 * @throws when the app has none of that name: what lies outside of it cannot be rehearsed
 */
export async function findTarget(
  { cloud, elbv2 }: LocalAws,
  { path, colour, name }: { readonly path: string; readonly colour: Colour; readonly name: string },
): Promise<DnsTargetPlace> {
  const client = cloud.client(elbv2, rootOf(cloud.account));
  const wanted = name
    .toLowerCase()
    .replace(/^dualstack\./, '')
    .replace(/\.$/, '');
  const { LoadBalancers: all = [] } = await client.DescribeLoadBalancers({});
  const found = all.find(({ DNSName = '' }) => DNSName.toLowerCase() === wanted);
  const { Listeners: listeners = [] } = found
    ? await client.DescribeListeners({ LoadBalancerArn: found.LoadBalancerArn })
    : {};
  const listener = listeners.find(({ Protocol }) => Protocol === 'HTTP');
  const group = listener && [...elbv2.weights(listener.ListenerArn ?? '').keys(), forwardOf(listener)].find(Boolean);
  if (!listener || !group) {
    throw new Error(
      `${colour} of '${path}' leads to '${name}', which is no load balancer of the app with an HTTP listener on a target group; only those can be rehearsed`,
    );
  }
  const { TargetGroups: [described] = [] } = await client.DescribeTargetGroups({ TargetGroupArns: [group] });
  return {
    listener: listener.ListenerArn ?? '',
    port: listener.Port ?? 80,
    group,
    healthPath: described?.HealthCheckPath ?? '/',
  };
}

function forwardOf({ DefaultActions = [] }: { readonly DefaultActions?: { readonly TargetGroupArn?: string }[] }) {
  return DefaultActions.find(({ TargetGroupArn }) => TargetGroupArn)?.TargetGroupArn;
}
