import type {
  CreateRuleInput,
  CreateRuleOutput,
  DeleteRuleInput,
  DeleteRuleOutput,
  DescribeRulesInput,
  DescribeRulesOutput,
  ModifyRuleInput,
  ModifyRuleOutput,
  Rule,
  SetRulePrioritiesInput,
  SetRulePrioritiesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../aws-error';
import { checkedActions } from './actions';
import { checkedConditions } from './conditions';
import { checkRange, required } from './errors';
import type { ListenerRecord, RuleRecord } from './records';
import type { Elbv2State } from './state';
import { setTags } from './tags';

/** Per load balancer, default rules not counted (aws-facts 5.4). */
const MAX_RULES = 100;

/** The operations on rules. The default rule of a listener is described here, but changed by ModifyListener only. */
export function ruleOperations(state: Elbv2State) {
  return {
    CreateRule: (input: CreateRuleInput): CreateRuleOutput => {
      const listener = state.listener(input.ListenerArn);
      const priority = checkedPriority(input.Priority);
      checkFree(state, listener.arn, [priority], []);
      checkCount(state, listener.loadBalancerArn);
      const arn = `${listener.arn.replace(':listener/', ':listener-rule/')}/${state.nextId()}`;
      const record: RuleRecord = {
        arn,
        listenerArn: listener.arn,
        priority,
        conditions: checkedConditions(input.Conditions),
        actions: checkedActions(state, input.Actions, { ruleArn: arn, loadBalancerArn: listener.loadBalancerArn }),
      };
      state.rules.set(arn, record);
      setTags(state, arn, input.Tags);
      return { Rules: [described(record)] };
    },

    /** Replaces only the properties given; lists as a whole. */
    ModifyRule: (input: ModifyRuleInput): ModifyRuleOutput => {
      const record = changeableRule(state, input.RuleArn, 'modified');
      const { loadBalancerArn } = state.listener(record.listenerArn);
      const conditions = input.Conditions && checkedConditions(input.Conditions);
      const actions = input.Actions && checkedActions(state, input.Actions, { ruleArn: record.arn, loadBalancerArn });
      record.conditions = conditions ?? record.conditions;
      record.actions = actions ?? record.actions;
      return { Rules: [described(record)] };
    },

    /** By priority; the default rule of a listener comes last. */
    DescribeRules: (input: DescribeRulesInput): DescribeRulesOutput => {
      if (input.RuleArns?.length) {
        return {
          Rules: input.RuleArns.map((arn) => {
            const listener = listenerWithDefault(state, arn);
            return listener ? describedDefault(listener) : described(state.rule(arn));
          }),
        };
      }
      const listener = state.listener(input.ListenerArn);
      return { Rules: [...state.rulesOf(listener.arn).map(described), describedDefault(listener)] };
    },

    /** All at once, so that two rules can swap their priorities. */
    SetRulePriorities: (input: SetRulePrioritiesInput): SetRulePrioritiesOutput => {
      const wanted = required(input.RulePriorities, 'RulePriorities').map((pair) => ({
        record: changeableRule(state, pair.RuleArn, 'modified'),
        priority: checkedPriority(pair.Priority),
      }));
      const moving = wanted.map((one) => one.record.arn);
      for (const listenerArn of new Set(wanted.map((one) => one.record.listenerArn))) {
        const priorities = wanted.filter((one) => one.record.listenerArn === listenerArn).map((one) => one.priority);
        checkFree(state, listenerArn, priorities, moving);
      }
      for (const { record, priority } of wanted) record.priority = priority;
      return { Rules: wanted.map((one) => described(one.record)) };
    },

    DeleteRule: (input: DeleteRuleInput): DeleteRuleOutput => {
      const { arn } = changeableRule(state, input.RuleArn, 'deleted');
      state.rules.delete(arn);
      state.tags.delete(arn);
      return {};
    },
  };
}

function described(record: RuleRecord): Rule {
  return {
    RuleArn: record.arn,
    Priority: String(record.priority),
    Conditions: structuredClone(record.conditions),
    Actions: structuredClone(record.actions),
    IsDefault: false,
  };
}

function describedDefault(listener: ListenerRecord): Rule {
  return {
    RuleArn: listener.defaultRuleArn,
    Priority: 'default',
    Conditions: [],
    Actions: structuredClone(listener.defaultActions),
    IsDefault: true,
  };
}

function listenerWithDefault(state: Elbv2State, ruleArn: string | undefined): ListenerRecord | undefined {
  return [...state.listeners.values()].find((one) => one.defaultRuleArn === ruleArn);
}

/** The text of AWS's refusal is not documented (aws-facts 5.2). */
function changeableRule(state: Elbv2State, arn: string | undefined, how: 'modified' | 'deleted'): RuleRecord {
  if (listenerWithDefault(state, arn)) {
    throw new AwsError('OperationNotPermitted', `Default rule '${arn}' cannot be ${how}`);
  }
  return state.rule(arn);
}

function checkedPriority(priority: number | undefined): number {
  const given = required(priority, 'Priority');
  checkRange('Priority', given, 1, 50000);
  return given;
}

/** @param moving rules whose present priority does not count */
function checkFree(state: Elbv2State, listenerArn: string, wanted: number[], moving: string[]): void {
  const staying = state.rulesOf(listenerArn).filter((one) => !moving.includes(one.arn));
  const taken = wanted.find(
    (priority, index) => staying.some((one) => one.priority === priority) || wanted.indexOf(priority) !== index,
  );
  if (taken !== undefined) throw new AwsError('PriorityInUse', `Priority '${taken}' is currently in use`);
}

function checkCount(state: Elbv2State, loadBalancerArn: string): void {
  const count = state.listenersOf(loadBalancerArn).reduce((sum, one) => sum + state.rulesOf(one.arn).length, 0);
  if (count >= MAX_RULES)
    throw new AwsError('TooManyRules', `Load balancer '${loadBalancerArn}' has ${MAX_RULES} rules already`);
}
