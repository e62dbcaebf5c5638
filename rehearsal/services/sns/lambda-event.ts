import type { PublishInput } from '@aws-sdk/client-sns';
import type { PublishedMessage, SubscriptionRecord } from './records';

/** What a function gets of a message (SNS's Lambda guide). */
export function lambdaEvent(message: PublishedMessage, subscription: SubscriptionRecord, input: PublishInput) {
  const attributes = Object.entries(input.MessageAttributes ?? {}).map(([name, one]) => [
    name,
    { Type: one.DataType, Value: one.StringValue },
  ]);
  const Sns = {
    Type: 'Notification',
    MessageId: message.id,
    TopicArn: message.topicArn,
    Subject: message.subject ?? null,
    Message: message.message,
    Timestamp: new Date(message.at).toISOString(),
    SignatureVersion: '1',
    Signature: '',
    SigningCertUrl: '',
    UnsubscribeUrl: '',
    MessageAttributes: Object.fromEntries(attributes),
  };
  return {
    Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: subscription.arn, Sns }],
  };
}
