/** A topic. */
export interface TopicRecord {
  readonly arn: string;
  readonly name: string;
  /** As GetTopicAttributes answers them, but for the counts. */
  readonly attributes: Map<string, string>;
  readonly tags: Map<string, string>;
}

/** A subscription; those by email and HTTP wait for a confirmation in AWS, and are confirmed at once here. */
export interface SubscriptionRecord {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly attributes: Map<string, string>;
}

/** A message that was published, as the report tells it. */
export interface PublishedMessage {
  readonly id: string;
  /** Rehearsal time in milliseconds. */
  readonly at: number;
  readonly topicArn: string;
  readonly subject?: string;
  readonly message: string;
  /** To whom it went. */
  readonly deliveries: Delivery[];
}

/** One delivery of a message: to a function it is made, to everybody else it is only written down. */
export interface Delivery {
  readonly protocol: string;
  readonly endpoint: string;
  /** Why it failed; undefined when it did not. */
  readonly error?: string;
}
