import type * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import type * as sns from 'aws-cdk-lib/aws-sns';

/** What can happen to a release that a topic is told about. */
export enum ReleaseEvent {
  /** A release has started. */
  START = 'DeploymentStart',

  /** A release waits for somebody to promote the candidate. */
  READY = 'DeploymentReady',

  /** The candidate is live. */
  SUCCESS = 'DeploymentSuccess',

  /** A hook or a health check has failed the release. */
  FAILURE = 'DeploymentFailure',

  /** An alarm or a person has stopped the release. */
  STOP = 'DeploymentStop',

  /** Traffic goes back to the live colour. */
  ROLLBACK = 'DeploymentRollback',
}

/** A topic that is told about releases. */
export interface ReleaseTrigger {
  /** The topic; CodeDeploy is allowed to publish to it. */
  readonly topic: sns.ITopic;

  /**
   * What the topic is told.
   *
   * @default - everything
   */
  readonly events?: ReleaseEvent[];
}

/** The triggers as CloudFormation takes them. */
export function renderTriggers(triggers: ReleaseTrigger[]): codedeploy.CfnDeploymentGroup.TriggerConfigProperty[] {
  if (triggers.length > 10) {
    throw new Error(`'triggers' may have at most 10 topics, got ${triggers.length}; let one topic pass messages on`);
  }
  return triggers.map(({ topic, events }, index) => ({
    triggerName: `release-${index + 1}`,
    triggerTargetArn: topic.topicArn,
    triggerEvents: events ?? Object.values(ReleaseEvent),
  }));
}
