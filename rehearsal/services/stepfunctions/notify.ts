import type { Cloud } from '../../cloud';
import type { Execution } from './execution';

/**
 * Tells EventBridge that an execution has another status.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export function notify(cloud: Cloud, execution: Execution): void {
  const { arn, name, machine, status, startedAt, stoppedAt, input, output, error, text } = execution;
  cloud.events.publish({
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    resources: [arn],
    time: cloud.clock.now(),
    detail: {
      executionArn: arn,
      stateMachineArn: machine.arn,
      name,
      status,
      startDate: startedAt,
      stopDate: stoppedAt ?? null,
      input,
      output: output ?? null,
      inputDetails: { included: true },
      outputDetails: output === undefined ? null : { included: true },
      error: error ?? null,
      cause: text ?? null,
      redriveCount: execution.redriveCount,
      redriveDate: execution.redrivenAt ?? null,
    },
  });
}
