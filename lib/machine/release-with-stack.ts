import { ArnFormat, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { MachineTarget } from '../../lambda/release-on-deploy/environment';
import type { Phase } from '../../lambda/shared/release/phase';
import type { ReleaseOnDeploy } from '../release-on-deploy/release-on-deploy';
import { StackRelease } from '../release-on-deploy/stack-release';
import { allow } from './allow';
import { EVENT_DETAIL_TYPE, EVENT_SOURCE } from './announce';
import { releasePath } from './release-descriptor';
import type { ReleaseMachine } from './release-machine';

/** What is released by a machine. */
export interface ReleasedByMachine {
  readonly machine: ReleaseMachine;
  /** @default - the team has to say it */
  readonly version?: string;
  /** As the machine's input has it. */
  readonly candidate: object;
  readonly groups?: MachineTarget['Groups'];
  /** What the function may read beside the machine. */
  readonly reads: iam.PolicyStatement[];
}

/** The phases that can end a wait. */
const PHASES: readonly Phase[] = ['baking', 'succeeded', 'rolled-back', 'refused'];

/** Lets the stack release what a machine releases. */
export function releaseWithStack(owner: Construct, settings: ReleaseOnDeploy, released: ReleasedByMachine): void {
  const { machine, version, candidate, groups, reads } = released;
  const { release, rollback, table } = machine;
  const stack = Stack.of(owner);
  const executions = stack.formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${release.stateMachineName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  new StackRelease(owner, 'ReleaseOnDeploy', settings).define({
    version,
    target: () => ({
      ReleaseMachine: release.stateMachineArn,
      RollbackMachine: rollback.stateMachineArn,
      Table: table.tableName,
      Candidate: stack.toJsonString(candidate),
      Groups: groups,
    }),
    events: [
      {
        source: [EVENT_SOURCE],
        detailType: [EVENT_DETAIL_TYPE],
        detail: { construct: [releasePath(owner)], phase: [...PHASES] },
      },
      // A machine that was killed, or that found the lock taken, announces nothing.
      {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [release.stateMachineArn], status: ['ABORTED', 'FAILED', 'TIMED_OUT'] },
      },
    ],
    statements: [
      allow(['states:StartExecution', 'states:ListExecutions'], [release.stateMachineArn, rollback.stateMachineArn]),
      allow(['states:DescribeExecution'], [executions]),
      allow(['dynamodb:GetItem'], [table.tableArn]),
      ...reads,
    ],
  });
}
