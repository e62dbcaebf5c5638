import { Lazy } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

/** A pattern may have 2,048 characters, and an alarm's ARN has some 130. */
const ALARMS_PER_RULE = 10;

/**
 * Starts the rollback machine the moment an alarm fires, whoever looks at it otherwise and however seldom.
 *
 * CloudWatch guarantees the delivery of its events, and may send one twice; the machine takes the first only. Alarms that fire before
 * the rule is there, or while a release starts, are found by the release machine's own questions.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export class AlarmRules extends Construct {
  private readonly arns: string[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly rollback: sfn.IStateMachine,
  ) {
    super(scope, id);
  }

  /** Lets one more alarm start the rollback. */
  public add(alarm: cloudwatch.IAlarm): void {
    const first = this.arns.length;
    this.arns.push(alarm.alarmArn);
    if (first % ALARMS_PER_RULE !== 0) return;
    const resources = Lazy.list({ produce: () => this.arns.slice(first, first + ALARMS_PER_RULE) });
    new events.Rule(this, `Rule${first / ALARMS_PER_RULE + 1}`, {
      description: `Sends a release back when one of its alarms fires: ${this.node.scope?.node.path}`,
      eventPattern: {
        source: ['aws.cloudwatch'],
        detailType: ['CloudWatch Alarm State Change'],
        resources,
        detail: { state: { value: ['ALARM'] } },
      },
      targets: [new targets.SfnStateMachine(this.rollback, { input: INPUT })],
    });
  }
}

const INPUT = events.RuleTargetInput.fromObject({
  alarm: events.EventField.fromPath('$.detail.alarmName'),
  cause: events.EventField.fromPath('$.detail.state.reason'),
});
