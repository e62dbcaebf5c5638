import {
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { isNamed, type StackUnderUpdate } from '../shared/stack-under-update';
import type { Facts } from './decide';
import type { LiveStateProperties } from './environment';

/** What an update changes of the group that served before. */
export interface ExistingFacts {
  /** Healthy targets of the one that is blue from now on; undefined when blue is none any more. */
  readonly healthyTargets?: number;
  /** Whether there was one, which is blue no more. */
  readonly isLeft: boolean;
}

/**
 * Looks at it where it is another one than before; undefined where it is the same, or none. In a stack that is made for the first time, target group
 * and all, nothing serves yet.
 */
export async function readExisting(
  client: ElasticLoadBalancingV2Client,
  stack: Pick<StackUnderUpdate, 'isNew'>,
  now: LiveStateProperties,
  before: Partial<LiveStateProperties>,
): Promise<ExistingFacts | undefined> {
  const [taken, left] = [now.Existing?.TargetGroup, before.Existing?.TargetGroup];
  if (taken === left) return undefined;
  if (now.Existing?.OfThisStack && (await stack.isNew())) return undefined;
  return {
    healthyTargets: taken === undefined ? undefined : await countHealthy(client, taken),
    isLeft: left !== undefined,
  };
}

async function countHealthy(client: ElasticLoadBalancingV2Client, TargetGroupArn: string): Promise<number> {
  try {
    const { TargetHealthDescriptions = [] } = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
    return TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').length;
  } catch (error) {
    if (isNamed(error, 'TargetGroupNotFoundException', 'TargetGroupNotFound')) return 0;
    throw error;
  }
}

/** Why an update would move traffic by what is blue from now on; undefined when it does not. */
export function adoptionTrouble({ construct, request, production, existing }: Facts): string | undefined {
  if (!existing) return undefined;
  const { healthyTargets, isLeft } = existing;
  const blue = production?.kind === 'to-pair' ? production.blue : 0;
  if (isLeft && blue > 0) {
    return `the existing Auto Scaling group of ${construct} has production traffic, and this update would lead it elsewhere; release (bluegreen release ${construct}), so that green has all of it, then take 'existing' away`;
  }
  if (healthyTargets === undefined) return undefined;
  if (request === 'Update' && blue > 0) {
    return `blue of ${construct} has production traffic, and this update would lead it to an existing group; leave 'existing' out, which is for the first deploy`;
  }
  if (production?.kind === 'elsewhere') {
    return `production traffic of ${construct} leads to ${production.what}, and this update would lead it to the existing target group; give the one as 'existing' that serves now`;
  }
  const getsNothing = production?.kind === 'to-pair' && blue === 0;
  if (healthyTargets > 0 || getsNothing) return undefined;
  return `the existing target group of ${construct} has no healthy target, so users would be led to nobody; give the one as 'existing' that serves now, or leave 'existing' out`;
}
