import type * as sdk from '@aws-sdk/client-eventbridge';
import { type ProviderContext, type Providers, provider } from '../provider';

type RuleProperties = Omit<sdk.PutRuleRequest, 'EventPattern'> & {
  readonly EventPattern?: unknown;
  readonly Targets?: sdk.Target[];
};

/** AWS::Events */
export const eventsProviders: Providers = {
  'AWS::Events::Rule': provider<RuleProperties>({
    replaceOn: ['Name', 'EventBusName'],
    create: (properties, context) => putRule(properties, [], properties.Name ?? context.physicalName(64), context),
    update: (properties, old, { physicalId }, context) => putRule(properties, old.Targets ?? [], physicalId, context),
    delete: async ({ physicalId: name }, { Targets }, context) => {
      await removeTargets(name, Targets ?? [], context);
      await context.call('events', 'DeleteRule', { Name: name });
    },
  }),
};

async function putRule(properties: RuleProperties, old: sdk.Target[], Name: string, context: ProviderContext) {
  const { EventPattern, Targets = [], ScheduleExpression, State, Description, RoleArn } = properties;
  const pattern = EventPattern === undefined ? undefined : JSON.stringify(EventPattern);
  const input = { Name, EventPattern: pattern, ScheduleExpression, State, Description, RoleArn };
  const { RuleArn } = await context.call<object, sdk.PutRuleResponse>('events', 'PutRule', input);
  const kept = new Set(Targets.map((one) => one.Id));
  await removeTargets(
    Name,
    old.filter((one) => !kept.has(one.Id)),
    context,
  );
  if (Targets.length > 0) await context.call('events', 'PutTargets', { Rule: Name, Targets });
  return { physicalId: Name, attributes: { Arn: RuleArn } };
}

async function removeTargets(Rule: string, targets: sdk.Target[], context: ProviderContext): Promise<void> {
  if (targets.length === 0) return;
  await context.call('events', 'RemoveTargets', { Rule, Ids: targets.map((one) => one.Id) });
}
