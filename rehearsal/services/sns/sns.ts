import { randomUUID } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-sns';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { Service } from '../../service';
import { allowsService, type ResourceStatement } from '../iam/resource-policy';
import { invokeAsService } from '../lambda/invoke-as-service';
import type { Lambda } from '../lambda/lambda';
import { page } from '../page';
import { lambdaEvent } from './lambda-event';
import type { Delivery, PublishedMessage, SubscriptionRecord, TopicRecord } from './records';

export type { PublishedMessage } from './records';

const PAGE = 100;

/** SNS: topics, their subscriptions, and every message that was published. Functions get theirs, others are written down. */
export class Sns implements Service {
  public readonly prefix = 'sns';
  /** By ARN. */
  public readonly topics = new Map<string, TopicRecord>();
  /** By ARN. */
  public readonly subscriptions = new Map<string, SubscriptionRecord>();
  /** Every message, in order. */
  public readonly messages: PublishedMessage[] = [];

  public readonly operations = {
    CreateTopic: (input: sdk.CreateTopicInput) => this.create(input),
    DeleteTopic: ({ TopicArn = '' }: sdk.DeleteTopicInput) => {
      this.topics.delete(TopicArn);
      for (const one of this.subscriptionsOf(TopicArn)) this.subscriptions.delete(one.arn);
      return {};
    },
    GetTopicAttributes: ({ TopicArn }: sdk.GetTopicAttributesInput) => ({
      Attributes: this.describe(this.find(TopicArn)),
    }),
    SetTopicAttributes: ({ TopicArn, AttributeName = '', AttributeValue = '' }: sdk.SetTopicAttributesInput) => {
      this.find(TopicArn).attributes.set(AttributeName, AttributeValue);
      return {};
    },
    ListTopics: ({ NextToken }: sdk.ListTopicsInput) => {
      const { items, nextToken } = page([...this.topics.values()], PAGE, NextToken);
      return { Topics: items.map((one) => ({ TopicArn: one.arn })), NextToken: nextToken };
    },
    Subscribe: (input: sdk.SubscribeInput) => this.subscribe(input),
    Unsubscribe: ({ SubscriptionArn = '' }: sdk.UnsubscribeInput) => {
      this.subscriptions.delete(SubscriptionArn);
      return {};
    },
    ListSubscriptionsByTopic: ({ TopicArn, NextToken }: sdk.ListSubscriptionsByTopicInput) => {
      const { items, nextToken } = page(this.subscriptionsOf(this.find(TopicArn).arn), PAGE, NextToken);
      return { Subscriptions: items.map((one) => this.describeSubscription(one)), NextToken: nextToken };
    },
    Publish: (input: sdk.PublishInput) => this.publish(input),
    TagResource: ({ ResourceArn, Tags }: sdk.TagResourceRequest) => {
      const { tags } = this.find(ResourceArn);
      for (const { Key = '', Value = '' } of Tags ?? []) tags.set(Key, Value);
      return {};
    },
    UntagResource: ({ ResourceArn, TagKeys }: sdk.UntagResourceRequest) => {
      for (const key of TagKeys ?? []) this.find(ResourceArn).tags.delete(key);
      return {};
    },
    ListTagsForResource: ({ ResourceArn }: sdk.ListTagsForResourceRequest) => ({
      Tags: [...this.find(ResourceArn).tags].map(([Key, Value]) => ({ Key, Value })),
    }),
  };

  constructor(
    private readonly cloud: Cloud,
    private readonly lambda: Lambda,
  ) {}

  /**
   * May an AWS service publish to a topic for somebody? The topic's policy says so; a topic without one lets services
   * act for its own account (the default policy).
   */
  public allows(topicArn: string, service: string, sourceArn: string): boolean {
    const policy = this.topics.get(topicArn)?.attributes.get('Policy');
    if (policy === undefined) return service === 'cloudwatch.amazonaws.com';
    const statements = [
      (JSON.parse(policy) as { Statement: ResourceStatement | ResourceStatement[] }).Statement,
    ].flat();
    const request = { service, action: 'sns:Publish', resource: topicArn, sourceArn, account: this.cloud.account };
    return allowsService(statements, request);
  }

  private create({ Name = '', Attributes, Tags }: sdk.CreateTopicInput) {
    if (!/^[\w-]{1,256}(\.fifo)?$/.test(Name)) throw new AwsError('InvalidParameter', 'Invalid parameter: Topic Name');
    const arn = this.cloud.arn('sns', Name);
    const topic = this.topics.get(arn) ?? { arn, name: Name, attributes: new Map(), tags: new Map() };
    for (const [name, value] of Object.entries(Attributes ?? {})) topic.attributes.set(name, value);
    for (const { Key = '', Value = '' } of Tags ?? []) topic.tags.set(Key, Value);
    this.topics.set(arn, topic);
    return { TopicArn: arn };
  }

  private subscribe({ TopicArn, Protocol = '', Endpoint = '', Attributes }: sdk.SubscribeInput) {
    const topic = this.find(TopicArn);
    const known = this.subscriptionsOf(topic.arn).find((one) => one.protocol === Protocol && one.endpoint === Endpoint);
    const arn = known?.arn ?? `${topic.arn}:${randomUUID()}`;
    const attributes = new Map(Object.entries(Attributes ?? {}));
    this.subscriptions.set(arn, { arn, topicArn: topic.arn, protocol: Protocol, endpoint: Endpoint, attributes });
    return { SubscriptionArn: arn };
  }

  private async publish(input: sdk.PublishInput) {
    const topic = this.find(input.TopicArn ?? input.TargetArn);
    if (!input.Message) throw new AwsError('InvalidParameter', 'Invalid parameter: Empty message');
    const deliveries: Delivery[] = [];
    const message: PublishedMessage = {
      id: randomUUID(),
      at: this.cloud.clock.now(),
      topicArn: topic.arn,
      subject: input.Subject,
      message: input.Message,
      deliveries,
    };
    this.messages.push(message);
    for (const one of this.subscriptionsOf(topic.arn)) deliveries.push(await this.deliver(message, one, input));
    return { MessageId: message.id };
  }

  private async deliver(
    message: PublishedMessage,
    subscription: SubscriptionRecord,
    input: sdk.PublishInput,
  ): Promise<Delivery> {
    const { protocol, endpoint } = subscription;
    if (protocol !== 'lambda') return { protocol, endpoint };
    const by = { service: 'sns.amazonaws.com', sourceArn: message.topicArn };
    const fn = [...this.lambda.functions.values()].find((one) => one.arn === endpoint);
    const error = await invokeAsService(this.cloud, fn, lambdaEvent(message, subscription, input), by);
    return { protocol, endpoint, error };
  }

  private subscriptionsOf(topicArn: string): SubscriptionRecord[] {
    return [...this.subscriptions.values()].filter((one) => one.topicArn === topicArn);
  }

  private describe(topic: TopicRecord): Record<string, string> {
    return {
      TopicArn: topic.arn,
      Owner: this.cloud.account,
      DisplayName: '',
      SubscriptionsConfirmed: String(this.subscriptionsOf(topic.arn).length),
      SubscriptionsPending: '0',
      SubscriptionsDeleted: '0',
      ...Object.fromEntries(topic.attributes),
    };
  }

  private describeSubscription({ arn, topicArn, protocol, endpoint }: SubscriptionRecord): sdk.Subscription {
    return {
      SubscriptionArn: arn,
      TopicArn: topicArn,
      Protocol: protocol,
      Endpoint: endpoint,
      Owner: this.cloud.account,
    };
  }

  private find(arn: string | undefined): TopicRecord {
    const found = this.topics.get(arn ?? '');
    if (!found) throw new AwsError('NotFound', 'Topic does not exist', 404);
    return found;
  }
}
