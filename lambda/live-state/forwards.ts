import {
  type Action,
  DescribeListenersCommand,
  DescribeRulesCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { isNamed } from '../shared/stack-under-update';
import type { Leads } from './decide';
import type { ForwardProperties, ForwardResource } from './environment';

/** The ARNs of a colour: of the new template and of the one before. A replaced target group has two. */
export interface ColourArns {
  readonly blue: readonly string[];
  readonly green: readonly string[];
}

/** Both templates' target groups, by colour. */
export function colourArns(now: ForwardProperties, before: ForwardProperties | undefined): ColourArns {
  const of = (colour: 'Blue' | 'Green') => [now[colour], ...(before?.[colour] ? [before[colour]] : [])];
  return { blue: of('Blue'), green: of('Green') };
}

/** The actions of a listener or a rule; undefined when there is none any more. */
export async function readActions(
  client: ElasticLoadBalancingV2Client,
  kind: ForwardResource['Kind'],
  arn: string,
): Promise<Action[] | undefined> {
  try {
    if (kind === 'rule') {
      const { Rules } = await client.send(new DescribeRulesCommand({ RuleArns: [arn] }));
      return Rules?.[0]?.Actions ?? [];
    }
    const { Listeners } = await client.send(new DescribeListenersCommand({ ListenerArns: [arn] }));
    return Listeners?.[0]?.DefaultActions ?? [];
  } catch (error) {
    if (isNamed(error, 'ListenerNotFoundException', 'RuleNotFoundException', 'ListenerNotFound', 'RuleNotFound')) {
      return undefined;
    }
    throw error;
  }
}

/** Where actions lead. A plain forward has one group and no weights. */
export function leads(actions: readonly Action[] | undefined, colours: ColourArns): Leads {
  if (!actions) return { kind: 'absent' };
  const forward = actions.find(({ Type }) => Type === 'forward');
  const groups = targetGroups(forward);
  const weightOf = (arns: readonly string[]) =>
    groups.filter(({ arn }) => arns.includes(arn)).reduce((sum, { weight }) => sum + weight, 0);
  const isOfPair = groups.some(({ arn }) => [...colours.blue, ...colours.green].includes(arn));
  if (isOfPair) return { kind: 'to-pair', blue: weightOf(colours.blue), green: weightOf(colours.green) };
  return { kind: 'elsewhere', what: describe(actions) };
}

function targetGroups(forward: Action | undefined): { readonly arn: string; readonly weight: number }[] {
  const { TargetGroups = [] } = forward?.ForwardConfig ?? {};
  if (TargetGroups.length > 1) {
    return TargetGroups.map(({ TargetGroupArn = '', Weight = 1 }) => ({ arn: TargetGroupArn, weight: Weight }));
  }
  const arn = TargetGroups[0]?.TargetGroupArn ?? forward?.TargetGroupArn;
  // Alone it has everything, whatever its weight is.
  return arn ? [{ arn, weight: 100 }] : [];
}

function describe(actions: readonly Action[]): string {
  const last = actions.at(-1);
  if (last?.Type === 'fixed-response') return `a fixed response ${last.FixedResponseConfig?.StatusCode ?? ''}`.trim();
  if (last?.Type === 'forward') return 'other target groups';
  return `an action of the type ${last?.Type ?? 'none'}`;
}
