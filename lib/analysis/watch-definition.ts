import type { Phase } from '../../lambda/shared/release/phase';
import { announce } from '../machine/announce';
import { choice, definition, expression, fail, guarded, type Named, NOW, sequence, task, wait } from '../machine/asl';
import { AT, type Attribute, CONDITION_FAILED, number, text, update } from '../machine/record';

/** How a deployment is sent back, and who carries it out. */
export interface Stopping {
  readonly who: string;
  /** The state's name. */
  readonly state: string;
  readonly resource: string;
  /** `$deployment` is what its controller calls the deployment. */
  readonly arguments: object;
}

/** What the watcher of a service's deployments works on. */
export interface WatchParts {
  readonly stopping: Stopping;
  /** The descriptor's path, for events. */
  readonly path: string;
  readonly table: string;
  readonly lookFunction: string;
  readonly recordSeconds: number;
  /** How long the function may fail while the candidate has traffic, and what then. */
  readonly blind: { readonly seconds: number; readonly action: 'pass' | 'fail' };
}

const INPUT = '$states.context.Execution.Input';
const ANSWER = '$states.result.Payload';
const NOTHING = "''";
/** Some 12 events a turn, of 25,000 that an execution may have. */
const TURNS = 1_500;
/** Longer than ready wait, shift and bake together may take. */
const MOST_DAYS = 9;
const NOT_ENDED = 'attribute_not_exists(#outcome)';

/**
 * The machine that watches one deployment from its start to its end, and stops it when the function that looks says so.
 *
 * It hands over to an execution of its own before its history is full. All that judging needs is in the table: an execution that was killed
 * is redriven, or started again with the same deployment, and goes on where it was.
 */
export function watchDefinition(parts: WatchParts): object {
  return definition(`Watches releases of ${parts.path}`, [
    ['Begin', begin(parts)],
    ...guarded(sequence(looking(parts)), 'CannotLook'),
    ...cannotLook(parts),
    ...passedOver(phaseChanges(parts), 'Act?'),
    ...passedOver(going(parts), 'Pause'),
    ...passedOver(ends(parts), 'Ended'),
    ...handOver(),
    ['NotJudged', { Type: 'Succeed' }],
    ['Ended', { Type: 'Succeed' }],
    ['GaveUp', fail('GaveUp', `the deployment has not ended within ${MOST_DAYS} days`)],
  ]);
}

/** An execution that hands over tells its successor what it knows. */
const CARRIED: Readonly<Record<string, string>> = {
  startedAt: NOW,
  phase: "''",
  phaseSince: NOW,
  weight: '0',
  step: '0',
  blindSince: "''",
  stopped: 'false',
  why: "''",
  trafficBackAt: "''",
  part: '1',
};

function begin({ stopping }: WatchParts) {
  const carried = Object.entries(CARRIED).map(([name, without]) => [
    name,
    expression(`$exists(${INPUT}.${name}) ? ${INPUT}.${name} : ${without}`),
  ]);
  return {
    Type: 'Pass',
    Assign: {
      // The function tells which one it is where the event does not.
      deployment: expression(`$exists(${INPUT}.deployment) ? ${INPUT}.deployment : ''`),
      release: expression(`$exists(${INPUT}.deployment) ? ${INPUT}.deployment : ''`),
      turns: 0,
      who: stopping.who,
      live: expression(NOTHING),
      idle: expression(NOTHING),
      answer: {},
      ...Object.fromEntries(carried),
    },
    Next: 'Look',
  };
}

function looking({ lookFunction, stopping }: WatchParts): Named[] {
  const look = task(
    'lambda:invoke',
    {
      FunctionName: lookFunction,
      Payload: {
        question: 'look',
        now: expression(NOW),
        deployment: expression('$deployment'),
        since: expression('$phaseSince'),
      },
    },
    {
      retries: 2,
      assign: {
        answer: expression(ANSWER),
        deployment: expression(`$exists(${ANSWER}.deployment) ? ${ANSWER}.deployment : $deployment`),
        release: expression(`$exists(${ANSWER}.release) ? ${ANSWER}.release : $release`),
        trafficBackAt: expression(
          `$trafficBackAt = '' and ${ANSWER}.phase = 'rolling-back' and ${ANSWER}.weight = 0 ? ${NOW} : $trafficBackAt`,
        ),
        turns: expression('$turns + 1'),
        blindSince: expression(NOTHING),
      },
    },
  );
  return [
    ['Look', look],
    [
      'Seen?',
      choice(
        [
          { when: '$answer.over = true and $answer.judged = false', next: 'NotJudged' },
          // Before anything is written down: going back waits for nobody.
          {
            when: "$answer.verdict = 'fail' and $stopped = false",
            next: stopping.state,
            assign: { why: expression('$answer.reason') },
          },
          { when: "$answer.live != '' and $answer.phase != $phase", next: 'RecordPhase' },
          { when: '$answer.weight != $weight and $answer.weight > 0', next: 'RecordStep' },
        ],
        { next: 'Act?' },
      ),
    ],
    [
      'Act?',
      choice(
        [
          { when: "$answer.over = true and $answer.phase = 'succeeded'", next: 'RecordSuccess' },
          { when: "$answer.over = true and $answer.phase = 'failed'", next: 'RecordFailure' },
          { when: '$answer.over = true', next: 'RecordRollback' },
        ],
        { next: 'Pause' },
      ),
    ],
  ];
}

/** The function itself fails: as long as the candidate has no traffic there is time; afterwards only for so long. */
function cannotLook({ blind, stopping }: WatchParts): Named[] {
  const goesBack = blind.action === 'fail';
  const forgets = {
    Type: 'Pass',
    Assign: {
      blindSince: expression(`$blindSince = '' ? ${NOW} : $blindSince`),
      answer: { seconds: 30, verdict: 'wait' },
    },
    Next: goesBack ? 'BlindForLong?' : 'Pause',
  };
  const blindFor = `($toMillis(${NOW}) - $toMillis($blindSince)) / 1000`;
  const late = {
    when: `$weight > 0 and $stopped = false and ${blindFor} >= ${blind.seconds}`,
    next: stopping.state,
    assign: { why: expression("'nobody could look at the release for long: ' & $failure") },
  };
  return [
    ['CannotLook', forgets],
    ...(goesBack ? [['BlindForLong?', choice([late], { next: 'Pause' })] as const] : []),
  ];
}

function phaseChanges({ table, path, recordSeconds }: WatchParts): Named[] {
  const record = update({
    table,
    item: 'release',
    set: {
      phase: text('$answer.phase'),
      live: text('$answer.live'),
      idle: text('$answer.candidate'),
      execution: text('$states.context.Execution.Id'),
    },
    once: {
      startedAt: text('$startedAt'),
      steps: { M: {} },
      bake: { M: {} },
      who: text('$who'),
      description: text("$exists($answer.description) ? $answer.description : '-'"),
      commitTime: { S: '-' },
      candidate: { S: '{}' },
      expiresAt: number(`$floor($toMillis(${NOW}) / 1000) + ${recordSeconds}`),
    },
    condition: NOT_ENDED,
    assign: {
      live: expression('$answer.live'),
      idle: expression('$answer.candidate'),
      phase: expression('$answer.phase'),
      phaseSince: expression(NOW),
    },
    catches: [{ errors: CONDITION_FAILED, next: 'Act?' }],
  });
  const step = update({
    table,
    item: 'release',
    // A look sees a step late; when the first one began is what users have felt.
    set: {
      'steps.#n': {
        M: {
          weight: number('$answer.weight'),
          at: text(`$step = 0 and $exists($answer.shiftedAt) and $answer.shiftedAt != '' ? $answer.shiftedAt : ${NOW}`),
        },
      },
    },
    names: { '#n': expression('$string($step + 1)') },
    condition: NOT_ENDED,
    assign: { step: expression('$step + 1'), weight: expression('$answer.weight') },
    catches: [{ errors: CONDITION_FAILED, next: 'Act?' }],
  });
  return [
    ['RecordPhase', record],
    ['IsEnd?', choice([{ when: '$answer.over = true', next: 'Act?' }], { next: 'AnnouncePhase' })],
    ['AnnouncePhase', announce(path, expression('$phase') as Phase, "$answer.verdict = 'fail' ? $answer.reason : ''")],
    [
      'NewWeight?',
      choice([{ when: '$answer.weight != $weight and $answer.weight > 0', next: 'RecordStep' }], { next: 'Act?' }),
    ],
    ['RecordStep', step],
  ];
}

/** The one call that sends production back. A deployment that has ended in the meantime needs none. */
function going({ path, table, stopping }: WatchParts): Named[] {
  const stop = task(stopping.resource, stopping.arguments, {
    retries: 6,
    assign: { stopped: true, stoppedAt: expression(NOW) },
  });
  const record = update({
    table,
    item: 'release',
    set: { phase: { S: 'rolling-back' }, reason: text('$why'), rolledBackBy: { S: 'the analysis' }, decidedAt: AT },
    condition: `attribute_exists(#startedAt) AND ${NOT_ENDED}`,
    assign: { phase: 'rolling-back' },
    catches: [{ errors: CONDITION_FAILED, next: 'Pause' }],
  });
  return [
    [stopping.state, stop],
    ['RecordStop', record],
    ['AnnounceStop', announce(path, 'rolling-back', '$why')],
  ];
}

function ends({ table, path, stopping }: WatchParts): Named[] {
  const ended = (phase: Phase, set: Readonly<Record<string, Attribute>>) =>
    update({
      table,
      item: 'release',
      set: { phase: { S: phase }, outcome: { S: phase }, endedAt: AT, ...set },
      condition: `attribute_exists(#startedAt) AND (${NOT_ENDED} OR #outcome = :outcome)`,
    });
  const reason = "$why != '' ? $why : $answer.reason";
  const wentBack = {
    reason: text(reason),
    rolledBackBy: text(`$why != '' ? 'the analysis' : '${stopping.who}'`),
    decidedAt: text(`$answer.decidedAt != '' ? $answer.decidedAt : ${NOW}`),
  };
  return [
    ['RecordSuccess', { ...ended('succeeded', {}), Next: 'AnnounceSuccess' }],
    ['AnnounceSuccess', { ...announce(path, 'succeeded'), Next: 'Ended' }],
    [
      'RecordRollback',
      ended('rolled-back', {
        ...wentBack,
        backAt: text(`$answer.backAt != '' ? $answer.backAt : $trafficBackAt != '' ? $trafficBackAt : ${NOW}`),
      }),
    ],
    ['AnnounceRollback', { ...announce(path, 'rolled-back', reason), Next: 'Ended' }],
    ['RecordFailure', ended('failed', wentBack)],
    ['AnnounceFailure', announce(path, 'failed', reason)],
  ];
}

function handOver(): Named[] {
  const carried = [
    'deployment: $deployment',
    ...Object.keys(CARRIED)
      .filter((name) => name !== 'part')
      .map((name) => `${name}: $${name}`),
  ];
  const pairs = carried.map((one) => one.replace(/^(\w+): /, "'$1': ")).join(', ');
  const start = task(
    'aws-sdk:sfn:startExecution',
    {
      StateMachineArn: expression('$states.context.StateMachine.Id'),
      Name: expression("$release & '-part-' & $string($part + 1)"),
      Input: expression(`$string({${pairs}, 'part': $part + 1})`),
    },
    {
      retries: 8,
      catches: [
        { errors: ['Sfn.ExecutionAlreadyExistsException'], next: 'Ended' },
        { errors: ['States.ALL'], next: 'GoOn' },
      ],
      next: 'Ended',
    },
  );
  const old = `$toMillis(${NOW}) - $toMillis($startedAt) > ${MOST_DAYS * 86_400_000}`;
  return [
    ['Pause', wait(expression('$exists($answer.seconds) ? $answer.seconds : $stopped ? 5 : 30'), { Next: 'Enough?' })],
    [
      'Enough?',
      choice(
        [
          { when: old, next: 'GaveUp' },
          { when: `$turns >= ${TURNS}`, next: 'HandOver' },
        ],
        { next: 'Look' },
      ),
    ],
    ['HandOver', start],
    ['GoOn', { Type: 'Pass', Assign: { turns: expression(`${TURNS} - 100`) }, Next: 'Look' }],
  ];
}

/** What only writes down is passed over when it fails: the judging goes on. */
function passedOver(states: readonly Named[], next: string): Named[] {
  return sequence(states, next).flatMap((one) => guarded([one], typeof one[1].Next === 'string' ? one[1].Next : next));
}
