import { choice, expression, type Named, NOW, task } from '../../machine/asl';
import { NOTHING, type WatchParts } from './parts';

const ANSWER = '$states.result.Payload';

/** Asks the function that looks, and chooses by its answer. */
export function looking({ lookFunction, stopping }: WatchParts): Named[] {
  const look = task(
    'lambda:invoke',
    {
      FunctionName: lookFunction,
      Payload: {
        question: 'look',
        now: expression(NOW),
        deployment: expression('$deployment'),
        since: expression('$phaseSince'),
        startedAt: expression('$startedAt'),
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
export function cannotLook({ blind, stopping }: WatchParts): Named[] {
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
