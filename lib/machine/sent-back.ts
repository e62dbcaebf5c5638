import { expression, fail, type Named, task } from './asl';
import type { MachineParts } from './workload';

/** The rollback is a machine of its own; should it not start, this one makes the write itself. */
export function sentBack({ rollbackMachine, workload }: MachineParts, back: string): Named[] {
  const share = (colour: string) => expression(`$live = '${colour}' ? 100 : 0`);
  const start = task(
    'aws-sdk:sfn:startExecution',
    {
      StateMachineArn: rollbackMachine,
      Name: expression("$release & '-back'"),
      Input: expression(
        "$string({'release': $release, 'live': $live, 'reason': $failure, 'who': 'the release', 'bringUp': false})",
      ),
    },
    {
      catches: [
        { errors: ['Sfn.ExecutionAlreadyExistsException'], next: 'RolledBack' },
        { errors: ['States.ALL'], next: 'SendTrafficBackHere' },
      ],
      next: 'RolledBack',
    },
  );
  return [
    [back, start],
    ['SendTrafficBackHere', workload.setWeights({ blue: share('blue'), green: share('green') })],
    [
      'NeedsAPerson',
      fail(
        'RollbackNotStarted',
        expression(
          "'live has all traffic again, but the lock is held and the candidate is up: run bluegreen rollback; ' & $failure",
        ),
      ),
    ],
    ['RolledBack', fail('RolledBack', expression('$failure'))],
  ];
}
