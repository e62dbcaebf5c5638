import { alarmStopStates, BY_ALARM } from './alarm-stop';
import { announce } from './announce';
import { assigning, choice, definition, expression, fail, guarded, type Named, NOW, sequence, task, wait } from './asl';
import { AT, text, update } from './record';
import type { MachineParts } from './workload';

const INPUT = '$states.context.Execution.Input';

/**
 * The machine that goes back: one write of the weights, then everything else, each whatever became of the one before.
 *
 * Its input names the colour that shall have everything. It asks neither the table nor a hook nor the deciding function, unless it has to
 * bring the previous colour up first, or an alarm has started it, which knows no release.
 */
export function rollbackDefinition(parts: MachineParts): object {
  const { workload, path, table } = parts;
  const live = `${INPUT}.live`;
  const checked = `${live} in ['blue', 'green'] ? ${live} : $error('the colour to go back to must be blue or green')`;
  const variables = {
    release: expression(`${INPUT}.release`),
    live: expression(checked),
    idle: expression(`${live} = 'blue' ? 'green' : 'blue'`),
    failure: expression(`$exists(${INPUT}.reason) ? ${INPUT}.reason : 'rolled back by hand'`),
    reason: expression(`$exists(${INPUT}.reason) ? ${INPUT}.reason : 'rolled back by hand'`),
    who: expression(`$exists(${INPUT}.who) ? ${INPUT}.who : 'unknown'`),
    decidedAt: expression('$states.context.Execution.StartTime'),
  };
  const share = (colour: string) => expression(`$live = '${colour}' ? 100 : 0`);
  const write = urgent(workload.setWeights({ blue: share('blue'), green: share('green') }));
  const up = sequence(workload.bringUpPrevious, 'SendTrafficBack');
  const isUp = choice(
    [
      { when: BY_ALARM, next: 'FindRelease' },
      ...(up[0] ? [{ when: `${INPUT}.bringUp = true`, next: up[0][0], assign: variables }] : []),
    ],
    { next: 'SendTrafficBack', assign: variables },
  );
  return definition(`Sends production of ${path} back`, [
    ['PreviousIsUp?', isUp],
    ...guarded(up, 'NotRolledBack'),
    ...guarded(sequence(alarmStopStates(table, 'SendTrafficBack')), 'NotRolledBack'),
    // Not caught: an execution that fails here is seen, and redriving it writes again.
    ['SendTrafficBack', { ...write, Next: 'StopRelease' }],
    ...whateverHappens([...stopped(parts), ['SendTrafficBackAgain', write], ...afterwards(parts)], 'Done'),
    ['Done', { Type: 'Succeed' }],
    ['NotRolledBack', fail('NotRolledBack', expression('$failure'))],
  ]);
}

/** A release that still runs must not write weights any more; one that is over cannot be stopped, which is as good. */
function stopped({ releaseExecutions }: MachineParts): Named[] {
  const stop = task(
    'aws-sdk:sfn:stopExecution',
    {
      ExecutionArn: expression(`'${releaseExecutions}' & $release`),
      Error: 'RolledBack',
      Cause: expression('$reason'),
    },
    { retries: 2 },
  );
  return [
    ['StopRelease', stop],
    // A call that the release had under way when it was stopped has ended by then. All traffic is back since before it.
    ['LetItsLastCallEnd', assigning(wait(2), { backAt: expression(NOW) })],
  ];
}

function afterwards({ table, path, workload }: MachineParts): Named[] {
  // A killed retirement of what the release has left must not hold its rollback up.
  const values = { ':release': text('$release'), ':retirement': text("$release & '-retire'") };
  const record = update({
    table,
    item: 'release',
    set: {
      phase: { S: 'rolled-back' },
      outcome: { S: 'rolled-back' },
      reason: text('$reason'),
      rolledBackBy: text('$who'),
      decidedAt: text('$decidedAt'),
      backAt: text('$backAt'),
      rollback: text('$states.context.Execution.Name'),
      endedAt: AT,
    },
    remove: ['taskToken', 'gateUntil'],
    condition: 'attribute_exists(#startedAt)',
  });
  const makeLive = update({
    table,
    item: 'service',
    set: { live: text('$live') },
    condition: 'attribute_not_exists(#lock) OR #lock IN (:release, :retirement)',
    values,
  });
  const unlock = update({
    table,
    item: 'service',
    remove: ['lock', 'lockedAt', 'goingBack', 'retiring'],
    condition: '#lock IN (:release, :retirement)',
    values,
  });
  return [
    ...(workload.testTraffic ? [['TestTrafficBack', workload.testTraffic('$live')] as const] : []),
    ['RecordRollback', record],
    ['MakeLiveAgain', makeLive],
    ...workload.scaleCandidateDown,
    ['AnnounceRollback', announce(path, 'rolled-back', '$reason')],
    ['Unlock', unlock],
  ];
}

/** The one write that matters is tried more often, and sooner again, than any other. */
function urgent(state: Named[1]): Named[1] {
  const Retry = [
    { ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 20, BackoffRate: 1.5, MaxDelaySeconds: 15 },
  ];
  return assigning({ ...state, Retry, TimeoutSeconds: 20 }, {});
}

function whateverHappens(states: readonly Named[], next: string): Named[] {
  return sequence(states, next).flatMap((one) => guarded([one], typeof one[1].Next === 'string' ? one[1].Next : next));
}
