import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../aws-error';
import type { ListenerRecord, LoadBalancerRecord, RuleRecord, TargetGroupRecord } from './records';

/** Everything that the service knows, by ARN, and what follows from it. */
export class Elbv2State {
  public readonly loadBalancers = new Map<string, LoadBalancerRecord>();
  public readonly targetGroups = new Map<string, TargetGroupRecord>();
  public readonly listeners = new Map<string, ListenerRecord>();
  public readonly rules = new Map<string, RuleRecord>();
  /** By the ARN of what is tagged. */
  public readonly tags = new Map<string, Map<string, string>>();
  private ids = 0;

  /** The next of AWS's 16 hexadecimal digits: scattered, but the same in every run. */
  public nextId(): string {
    this.ids++;
    const high = Math.imul(this.ids, 0x9e3779b1) >>> 0;
    const low = Math.imul(this.ids ^ 0x5bd1e995, 0x85ebca6b) >>> 0;
    return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
  }

  public loadBalancer(arn: string | undefined): LoadBalancerRecord {
    return found(this.loadBalancers, arn, 'LoadBalancerNotFound', 'Load balancer');
  }

  public targetGroup(arn: string | undefined): TargetGroupRecord {
    return found(this.targetGroups, arn, 'TargetGroupNotFound', 'Target group');
  }

  public listener(arn: string | undefined): ListenerRecord {
    return found(this.listeners, arn, 'ListenerNotFound', 'Listener');
  }

  public rule(arn: string | undefined): RuleRecord {
    return found(this.rules, arn, 'RuleNotFound', 'Rule');
  }

  public listenersOf(loadBalancerArn: string): ListenerRecord[] {
    return [...this.listeners.values()].filter((one) => one.loadBalancerArn === loadBalancerArn);
  }

  /** The rules of a listener but the default one, by priority. */
  public rulesOf(listenerArn: string): RuleRecord[] {
    return [...this.rules.values()]
      .filter((one) => one.listenerArn === listenerArn)
      .sort((a, b) => a.priority - b.priority);
  }

  /** Every list of actions there is, with the ARN of its rule and of its load balancer. */
  public allActions(): { readonly ruleArn: string; readonly loadBalancerArn: string; readonly actions: Action[] }[] {
    const defaults = [...this.listeners.values()].map((one) => ({
      ruleArn: one.defaultRuleArn,
      loadBalancerArn: one.loadBalancerArn,
      actions: one.defaultActions,
    }));
    const rules = [...this.rules.values()].map((one) => ({
      ruleArn: one.arn,
      loadBalancerArn: this.listener(one.listenerArn).loadBalancerArn,
      actions: one.actions,
    }));
    return [...defaults, ...rules];
  }

  /** The load balancers whose listeners forward to a target group. */
  public loadBalancersOf(groupArn: string): string[] {
    const users = this.allActions().filter((one) => groupsOf(one.actions).includes(groupArn));
    return [...new Set(users.map((one) => one.loadBalancerArn))];
  }
}

/** The target groups that actions forward to; weight 0 counts (aws-facts 5.3). */
export function groupsOf(actions: readonly Action[]): string[] {
  return actions.flatMap((action) =>
    (action.ForwardConfig?.TargetGroups ?? []).flatMap((tuple) => tuple.TargetGroupArn ?? []),
  );
}

function found<T>(records: Map<string, T>, arn: string | undefined, code: string, what: string): T {
  const record = records.get(arn ?? '');
  if (!record) throw new AwsError(code, `${what} '${arn}' not found`);
  return record;
}
