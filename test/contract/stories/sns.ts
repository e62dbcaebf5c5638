import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { type At, failure } from '../both';
import type { Except } from '../differences';

export async function story(at: At) {
  const sns = at(SNSClient);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'contract' }));
  const again = await sns.send(new CreateTopicCommand({ Name: 'contract' }));
  await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'DisplayName', AttributeValue: 'Releases' }));
  const subscribed = await sns.send(
    new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:us-east-1:123456789012:queue' }),
  );
  const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  const listed = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  await sns.send(new UnsubscribeCommand({ SubscriptionArn: subscribed.SubscriptionArn }));
  const published = await sns.send(new PublishCommand({ TopicArn, Subject: 'Release', Message: 'promote?' }));
  const topics = await sns.send(new ListTopicsCommand({}));
  return {
    TopicArn,
    same: again.TopicArn === TopicArn,
    subscription: subscribed.SubscriptionArn?.startsWith(`${TopicArn}:`),
    attributes: {
      arn: Attributes.TopicArn,
      name: Attributes.DisplayName,
      owner: Attributes.Owner,
      confirmed: Attributes.SubscriptionsConfirmed,
      pending: Attributes.SubscriptionsPending,
    },
    listed: listed.Subscriptions?.map(({ Protocol, Endpoint, Owner }) => ({ Protocol, Endpoint, Owner })),
    published: typeof published.MessageId,
    topics: topics.Topics?.map((one) => one.TopicArn),
    badName: await failure(sns.send(new CreateTopicCommand({ Name: 'no spaces' }))),
    deleted: Object.keys(await sns.send(new DeleteTopicCommand({ TopicArn }))),
    none: await failure(sns.send(new PublishCommand({ TopicArn, Message: 'a' }))),
  };
}

export const except: Except = {
  'attributes.confirmed': 'moto does not count subscriptions',
};
