import type { Execution } from './execution';
import { whyNotRedrivable } from './redrive';

/** An execution as DescribeExecution has it. */
export function describeExecution(execution: Execution, now: number) {
  const { machine, input, output, error, text } = execution;
  const reason = whyNotRedrivable(execution, now);
  return {
    ...listedExecution(execution),
    stateMachineArn: machine.arn,
    input,
    inputDetails: { included: true },
    ...(output === undefined ? {} : { output, outputDetails: { included: true } }),
    error,
    cause: text,
    redriveStatus: reason ? ('NOT_REDRIVABLE' as const) : ('REDRIVABLE' as const),
    redriveStatusReason: reason,
  };
}

/** An execution as ListExecutions has it. */
export function listedExecution({
  arn,
  name,
  machine,
  status,
  startedAt,
  stoppedAt,
  redriveCount,
  redrivenAt,
}: Execution) {
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    status,
    startDate: new Date(startedAt),
    stopDate: stoppedAt === undefined ? undefined : new Date(stoppedAt),
    redriveCount,
    redriveDate: redrivenAt === undefined ? undefined : new Date(redrivenAt),
  };
}
