import type { Duration } from 'aws-cdk-lib';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { ReleaseProps } from '../release/release-props';
import type { DnsTarget } from './dns-target';

/** Properties of a `BlueGreenDns`. */
export interface BlueGreenDnsProps extends ReleaseProps {
  /** The hosted zone of the name. It must not have a simple record of that name and type: Route 53 refuses both beside each other. */
  readonly zone: route53.IHostedZone;

  /**
   * The name that users call, in full or without the zone's own name.
   *
   * @default - the zone's own name
   */
  readonly recordName?: string;

  /**
   * Type of both records.
   *
   * @default RecordType.A
   */
  readonly recordType?: route53.RecordType;

  /** Live until the first release. */
  readonly blue: DnsTarget;

  /** Idle until the first release. Whatever it serves when a release begins is the candidate. */
  readonly green: DnsTarget;

  /**
   * What tells blue's record from others of the same name, at most 128 characters.
   *
   * @default 'blue'
   */
  readonly blueSetIdentifier?: string;

  /**
   * What tells green's record from others of the same name, at most 128 characters.
   *
   * @default 'green'
   */
  readonly greenSetIdentifier?: string;

  /**
   * How long resolvers keep an answer, 0 seconds to 1 day; each step waits for it before it is judged. For plain values only.
   *
   * @default Duration.seconds(60)
   */
  readonly ttl?: Duration;

  /**
   * How long the candidate may take to become healthy before a step.
   *
   * @default Duration.minutes(10)
   */
  readonly healthTimeout?: Duration;

  /**
   * A topic that is told when a release waits for a person, with links that open a runbook in the console, where who is signed in promotes
   * or rejects it. That person needs `dynamodb:GetItem` on the table of releases and `states:SendTaskSuccess` and `SendTaskFailure`.
   *
   * @default - nobody is told
   */
  readonly approvalTopic?: sns.ITopic;
}
