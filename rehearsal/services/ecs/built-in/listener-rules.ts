import type { LoadBalancer } from '@aws-sdk/client-ecs';
import type { Action, DescribeRulesOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Cloud } from '../../../cloud';
import { callAs } from './as-role';
import { Interruption } from './interruption';

/** Percent of the target revision, and where it and the source are. */
export interface Shares {
  readonly target: string;
  readonly source: string;
  readonly percent: number;
}

const NOT_BOTH =
  'Service deployment rolled back because of invalid networking configuration. Both targetGroup and alternateTargetGroup must be associated with the productionListenerRule or testListenerRule.';

/** The listener rules of a service, as the role that it gave to ECS. */
export class ListenerRules {
  constructor(
    private readonly cloud: Cloud,
    private readonly loadBalancer: LoadBalancer,
  ) {}

  /** The two target groups, the service's own first. */
  public get groups(): [string, string] {
    const { targetGroupArn = '', advancedConfiguration } = this.loadBalancer;
    return [targetGroupArn, advancedConfiguration?.alternateTargetGroupArn ?? ''];
  }

  public get hasTestRule(): boolean {
    return this.loadBalancer.advancedConfiguration?.testListenerRule !== undefined;
  }

  /**
   * The target group that the production rule gives traffic to.
   *
   * @throws Interruption when the rules do not lead to both groups, or when not exactly one of them serves (aws-facts 4.6)
   */
  public async serving(): Promise<string> {
    const { productionListenerRule = '', testListenerRule } = this.loadBalancer.advancedConfiguration ?? {};
    const production = weightsOf(await this.actionsOf(productionListenerRule));
    const test = testListenerRule ? weightsOf(await this.actionsOf(testListenerRule)) : new Map<string, number>();
    if (!this.groups.every((group) => production.has(group) || test.has(group))) {
      throw new Interruption('network', NOT_BOTH);
    }
    const serving = this.groups.filter((group) => (production.get(group) ?? 0) > 0);
    if (serving.length === 1) return serving[0];
    const text = `Service deployment rolled back because of invalid networking configuration. productionListenerRule ${productionListenerRule} should have exactly one target group serving traffic but found ${serving.length} target groups which are serving traffic`;
    throw new Interruption('network', text);
  }

  public async moveProduction(shares: Shares): Promise<void> {
    await this.move(this.loadBalancer.advancedConfiguration?.productionListenerRule ?? '', shares);
  }

  /** Without a test rule there is nothing to move. */
  public async moveTest(shares: Shares): Promise<void> {
    const rule = this.loadBalancer.advancedConfiguration?.testListenerRule;
    if (rule) await this.move(rule, shares);
  }

  /** Other actions of the rule (authentication), and stickiness, stay as they are; what is right already is not written. */
  private async move(rule: string, shares: Shares): Promise<void> {
    const before = await this.actionsOf(rule);
    const concerns = (action: Action) => this.groups.some((group) => weightsOf([action]).has(group));
    const Actions = before.map((action) => (concerns(action) ? forward(action, shares) : action));
    if (
      JSON.stringify(Actions.map((one) => [...weightsOf([one])])) ===
      JSON.stringify(before.map((one) => [...weightsOf([one])]))
    )
      return;
    await this.call('ModifyRule', { RuleArn: rule, Actions });
  }

  private async actionsOf(rule: string): Promise<Action[]> {
    const { Rules = [] } = await this.call<DescribeRulesOutput>('DescribeRules', { RuleArns: [rule] });
    return Rules[0]?.Actions ?? [];
  }

  private call<T>(operation: string, input: unknown): Promise<T> {
    const roleArn = this.loadBalancer.advancedConfiguration?.roleArn ?? '';
    return callAs<T>(this.cloud, roleArn, 'elasticloadbalancing', operation, input);
  }
}

/** ECS writes weights in tenths of a percent where a percentage has them (INFERENCE). */
function forward(action: Action, { target, source, percent }: Shares): Action {
  const { TargetGroupArn: _, ForwardConfig, ...rest } = action;
  const scale = Number.isInteger(percent) ? 1 : 10;
  const shares = new Map([
    [source, Math.round((100 - percent) * scale)],
    [target, Math.round(percent * scale)],
  ]);
  const listed = [...weightsOf([action]).keys()].filter((group) => shares.has(group));
  const order = [...new Set([...listed, source, target])].filter((group) => group !== '');
  return {
    ...rest,
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: order.map((TargetGroupArn) => ({ TargetGroupArn, Weight: shares.get(TargetGroupArn) ?? 0 })),
      TargetGroupStickinessConfig: ForwardConfig?.TargetGroupStickinessConfig,
    },
  };
}

/** What actions forward to. */
function weightsOf(actions: readonly Action[]): Map<string, number> {
  const groups = actions
    .filter(({ Type }) => Type === 'forward')
    .flatMap(({ ForwardConfig, TargetGroupArn }) => ForwardConfig?.TargetGroups ?? [{ TargetGroupArn, Weight: 1 }]);
  return new Map(groups.map(({ TargetGroupArn = '', Weight = 1 }) => [TargetGroupArn, Weight]));
}
