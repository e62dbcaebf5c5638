import type * as sdk from '@aws-sdk/client-sns';
import { type ProviderContext, type Providers, provider } from '../provider';

interface TopicProperties {
  readonly TopicName?: string;
  readonly DisplayName?: string;
  readonly KmsMasterKeyId?: string;
  readonly Subscription?: { readonly Endpoint: string; readonly Protocol: string }[];
  readonly Tags?: sdk.Tag[];
}
interface TopicPolicyProperties {
  readonly Topics: string[];
  readonly PolicyDocument: unknown;
}

/** AWS::SNS */
export const snsProviders: Providers = {
  'AWS::SNS::Topic': provider<TopicProperties>({
    replaceOn: ['TopicName', 'FifoTopic'],
    create: async (properties, context) => {
      const name = properties.TopicName ?? context.physicalName(256);
      const arn = await putTopic(name, properties, context);
      for (const one of properties.Subscription ?? [])
        await context.call('sns', 'Subscribe', { TopicArn: arn, ...one });
      return { physicalId: arn, attributes: { TopicArn: arn, TopicName: name } };
    },
    update: async (properties, _old, { physicalId }, context) => {
      await putTopic(physicalId.split(':').at(-1) ?? '', properties, context);
      return undefined;
    },
    delete: async ({ physicalId: TopicArn }, _properties, context) => {
      await context.call('sns', 'DeleteTopic', { TopicArn });
    },
  }),

  'AWS::SNS::Subscription': provider<sdk.SubscribeInput>({
    replaceOn: ['TopicArn', 'Endpoint', 'Protocol'],
    create: async ({ TopicArn, Protocol, Endpoint }, context) => {
      const input = { TopicArn, Protocol, Endpoint };
      const made = await context.call<object, sdk.SubscribeResponse>('sns', 'Subscribe', input);
      return { physicalId: made.SubscriptionArn ?? '', attributes: { Arn: made.SubscriptionArn } };
    },
    update: async () => undefined,
    delete: async ({ physicalId: SubscriptionArn }, _properties, context) => {
      await context.call('sns', 'Unsubscribe', { SubscriptionArn });
    },
  }),

  'AWS::SNS::TopicPolicy': provider<TopicPolicyProperties>({
    create: async (properties, context) => {
      await putPolicy(properties, context);
      return { physicalId: context.physicalName(), attributes: {} };
    },
    update: async (properties, _old, _existing, context) => {
      await putPolicy(properties, context);
      return undefined;
    },
  }),
};

async function putTopic(Name: string, properties: TopicProperties, context: ProviderContext): Promise<string> {
  const { DisplayName, KmsMasterKeyId, Tags } = properties;
  const given = Object.entries({ DisplayName, KmsMasterKeyId }).filter(([, value]) => value !== undefined);
  const input = { Name, Attributes: Object.fromEntries(given), Tags };
  return (await context.call<object, sdk.CreateTopicResponse>('sns', 'CreateTopic', input)).TopicArn ?? '';
}

async function putPolicy({ Topics, PolicyDocument }: TopicPolicyProperties, context: ProviderContext): Promise<void> {
  for (const TopicArn of Topics) {
    const input = { TopicArn, AttributeName: 'Policy', AttributeValue: JSON.stringify(PolicyDocument) };
    await context.call('sns', 'SetTopicAttributes', input);
  }
}
