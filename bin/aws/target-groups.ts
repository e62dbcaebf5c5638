import {
  type Action,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  type TargetGroupTuple,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Colour } from '../../rehearsal/report';

/** One for each colour. */
export type ByColour<T> = Readonly<Record<Colour, T>>;

/** Where a forward leads; one on a single group reads back without weights. */
export function forwarded(actions: readonly Action[]): TargetGroupTuple[] {
  const forward = actions.find((one) => one.Type === 'forward');
  if (!forward) return [];
  return forward.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: forward.TargetGroupArn, Weight: 1 }];
}

/** Shares of two target groups in percent; a load balancer's weights are relative to their sum. */
export function percentages(actions: readonly Action[], arns: ByColour<string>): ByColour<number> {
  const groups = forwarded(actions);
  const sum = groups.reduce((total, { Weight = 1 }) => total + Weight, 0);
  const percent = (arn: string) => {
    const { Weight = 1 } = groups.find((one) => one.TargetGroupArn === arn) ?? { Weight: 0 };
    return sum === 0 ? 0 : Math.round((1000 * Weight) / sum) / 10;
  };
  return { blue: percent(arns.blue), green: percent(arns.green) };
}

/** How many targets of a target group are healthy; none without an ARN. */
export async function healthyTargets(elb: ElasticLoadBalancingV2Client, arn: string): Promise<number> {
  if (!arn) return 0;
  const { TargetHealthDescriptions = [] } = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: arn }));
  return TargetHealthDescriptions.filter((one) => one.TargetHealth?.State === 'healthy').length;
}
