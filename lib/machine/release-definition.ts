import { announce } from './announce';
import { ask } from './ask';
import { assigning, definition, expression, fail, guarded, type Named, NOW, sequence, task } from './asl';
import { gateStates } from './gate';
import { hookStates } from './hooks';
import { AT, CONDITION_FAILED, number, text, textOr, update } from './record';
import { CHECKED, LOOK, lookAfterRedrive, looksAfterRedrive, writesLookAfterRedrive } from './redrive';
import { sentBack } from './sent-back';
import { shiftStates } from './shift';
import type { MachineParts } from './workload';

const INPUT = '$states.context.Execution.Input';
const BACK = 'StartRollback';
const SUPERSEDED = 'Superseded';
/** Longer than a retirement waits and tries its calls again. */
const STALE_RETIREMENT_SECONDS = 1200;
const NOT_ENDED = 'attribute_not_exists(#outcome)';

/**
 * The machine that goes forward, from the lock to the end of the bake, as `docs/decisions/0008-release-state-machine.md` has it.
 *
 * Whatever fails from the first change on leads to the rollback machine.
 */
export function releaseDefinition(parts: MachineParts): object {
  const forward = sequence([...candidateUp(parts), ...shifted(parts)], 'MakeLive');
  const looking = writesLookAfterRedrive([
    ...sequence(started(parts), forward[0]?.[0]),
    ...guarded(forward, BACK),
    ...sequence(finished(parts)),
    ...sequence(refused(parts)),
    ...sequence(sentBack(parts, BACK)),
  ]);
  return definition(`Releases ${parts.path}`, [
    ...looking,
    ...lookAfterRedrive(parts.table, looking, SUPERSEDED),
    [SUPERSEDED, fail('Superseded', 'the release has been rolled back or ended in the meantime; start a new one')],
  ]);
}

/** Lock, record, preflight: until here nothing has changed, so an error refuses the release and touches nothing. */
function started(parts: MachineParts): Named[] {
  const { table, path, recordSeconds } = parts;
  const live = "$exists($states.result.Attributes.live.S) ? $states.result.Attributes.live.S : 'blue'";
  const lock = update({
    table,
    item: 'service',
    set: { lock: text('$states.context.Execution.Name'), lockedAt: AT },
    // A retirement of a previous colour takes a minute; one that was killed does not hold releases up for good.
    remove: ['retiring'],
    condition: 'attribute_not_exists(#lock) OR #lock = :lock OR #retiring < :stale',
    values: { ':stale': text(`$fromMillis($toMillis(${NOW}) - ${STALE_RETIREMENT_SECONDS * 1000})`) },
    catches: [{ errors: CONDITION_FAILED, next: 'WhoHoldsTheLock' }],
    assign: {
      release: expression('$states.context.Execution.Name'),
      who: expression(`$exists(${INPUT}.who) ? ${INPUT}.who : ''`),
      live: expression(live),
      idle: expression(`(${live}) = 'blue' ? 'green' : 'blue'`),
      steps: parts.steps,
      ...CHECKED,
    },
  });
  const record = update({
    table,
    item: 'release',
    set: {
      phase: { S: 'preparing' },
      live: text('$live'),
      idle: text('$idle'),
      who: textOr(`${INPUT}.who`, 'unknown'),
      description: textOr(`${INPUT}.description`, '-'),
      commitTime: textOr(`${INPUT}.commitTime`, '-'),
      candidate: text(`$string(${INPUT}.candidate)`),
      execution: text('$states.context.Execution.Id'),
      expiresAt: number(`$floor($toMillis($states.context.State.EnteredTime) / 1000) + ${recordSeconds}`),
    },
    once: { startedAt: AT, steps: { M: {} }, bake: { M: {} } },
    condition: NOT_ENDED,
  });
  const preflight = ask({
    name: 'Preflight',
    choiceName: 'PreflightPassed?',
    question: 'preflight',
    facts: {
      live: '$live',
      candidate: `${INPUT}.candidate`,
      withoutData: `$exists(${INPUT}.withoutData) and ${INPUT}.withoutData = true`,
    },
    onFail: 'RecordRefusal',
    decideFunction: parts.decideFunction,
  });
  return [
    ['Lock', lock],
    ...holder(parts),
    ...guarded([looksAfterRedrive(['Record', record], LOOK), ...sequence(preflight, 'KeepPlan')], 'RecordRefusal'),
    ['KeepPlan', { Type: 'Pass', Assign: { plan: expression('$answer') } }],
    ...guarded([['AnnouncePreparing', announce(path, 'preparing')]], 'RecordRefusal'),
  ];
}

function holder({ table }: MachineParts): Named[] {
  const read = task(
    'aws-sdk:dynamodb:getItem',
    { TableName: table, Key: { kind: { S: 'service' }, id: { S: 'service' } }, ConsistentRead: true },
    {
      assign: {
        holder: expression("$exists($states.result.Item.lock.S) ? $states.result.Item.lock.S : 'nobody any more'"),
      },
      next: 'Locked',
    },
  );
  const cause = "'the release ' & $holder & ' runs; wait for its end, stop it, or roll it back if it was killed'";
  return [
    ['WhoHoldsTheLock', read, 'aside'],
    ['Locked', fail('Locked', expression(cause)), 'aside'],
  ];
}

/** The candidate comes up, is tested, and a person lets it pass. */
function candidateUp(parts: MachineParts): Named[] {
  const { table, path, workload, gate } = parts;
  const testing = update({
    table,
    item: 'release',
    set: { phase: { S: 'testing' } },
    condition: NOT_ENDED,
    catches: [{ errors: CONDITION_FAILED, next: SUPERSEDED }],
  });
  return [
    ...hookStates(parts, ['BeforeInstall'], BACK),
    ...workload.bringUp,
    ...hookStates(parts, ['AfterInstall'], BACK),
    ...(workload.testTraffic ? [['TestTraffic', workload.testTraffic('$idle')] as const] : []),
    ['RecordTesting', testing],
    ['AnnounceTesting', announce(path, 'testing')],
    ...hookStates(parts, ['AfterAllowTestTraffic'], BACK),
    ...(gate ? gateStates(parts, gate, BACK, SUPERSEDED) : []),
    ...workload.scaleUp,
    ...hookStates(parts, ['BeforeAllowTraffic'], BACK),
  ];
}

function shifted(parts: MachineParts): Named[] {
  return shiftStates(parts, hookStates(parts, ['AfterAllowTraffic'], BACK), BACK, SUPERSEDED);
}

/** The roles swap in one write. What fails after it is passed over: going back by itself would be wrong now. */
function finished(parts: MachineParts): Named[] {
  const { table, path, workload, steps } = parts;
  const makeLive = update({
    table,
    item: 'service',
    set: { live: text('$idle'), lastRelease: text('$release') },
    // An alarm that is about to send it back takes this right away.
    condition: '#lock = :release AND attribute_not_exists(#goingBack)',
    values: { ':release': text('$release') },
    retries: 8,
    catches: [
      { errors: CONDITION_FAILED, next: SUPERSEDED },
      { errors: ['States.ALL'], next: BACK },
    ],
  });
  const success = update({
    table,
    item: 'release',
    set: {
      phase: { S: 'succeeded' },
      outcome: { S: 'succeeded' },
      endedAt: AT,
      'steps.#n.verdict': { S: 'pass' },
      'bake.verdict': { S: 'pass' },
      'bake.reason': text('$baked'),
    },
    names: { '#n': `${steps.length}` },
    condition: 'attribute_not_exists(#outcome) OR #outcome = :outcome',
    retries: 8,
  });
  const states: Named[] = [
    ...workload.retire,
    ['RecordSuccess', success],
    ['AnnounceSuccess', announce(path, 'succeeded')],
  ];
  return [
    ['MakeLive', assigning(makeLive, { baked: expression('$answer.reason') })],
    ...passedOver(states, 'Unlock'),
    // Not caught: an execution that fails here is seen, and redriving it frees the lock.
    ['Unlock', unlock(table, { catches: [{ errors: CONDITION_FAILED, next: 'Succeeded' }] })],
    ['Succeeded', { Type: 'Succeed' }],
  ];
}

function refused({ table, path }: MachineParts): Named[] {
  const record = update({
    table,
    item: 'release',
    set: { phase: { S: 'refused' }, outcome: { S: 'refused' }, reason: text('$failure'), endedAt: AT },
    condition: 'attribute_not_exists(#outcome) OR #outcome = :outcome',
  });
  return [
    ...passedOver([['RecordRefusal', record]], 'AnnounceRefusal'),
    ...passedOver([['AnnounceRefusal', announce(path, 'refused', '$failure')]], 'UnlockRefused'),
    ['UnlockRefused', unlock(table, { catches: [{ errors: CONDITION_FAILED, next: 'Refused' }] })],
    ['Refused', fail('Refused', expression('$failure'))],
  ];
}

function unlock(
  table: string,
  options: { readonly catches: { readonly errors: readonly string[]; readonly next: string }[] },
) {
  return update({
    table,
    item: 'service',
    remove: ['lock', 'lockedAt', 'goingBack'],
    condition: '#lock = :release',
    values: { ':release': text('$release') },
    retries: 8,
    ...options,
  });
}

function passedOver(states: readonly Named[], next: string): Named[] {
  return sequence(states, next).flatMap((one) => guarded([one], typeof one[1].Next === 'string' ? one[1].Next : next));
}
