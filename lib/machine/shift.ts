import { announce } from './announce';
import { ask } from './ask';
import { assigning, choice, expression, type Named, NOW, wait } from './asl';
import { AT, type Attribute, CONDITION_FAILED, number, text, update } from './record';
import type { MachineParts } from './workload';

/** Early trouble is seen within a minute; later looks come less often, see decision 0008. */
const FIRST_LOOK_SECONDS = 60;

/** What holds while a release has not ended: nobody has rolled it back in the meantime. */
const STILL_RUNNING = 'attribute_exists(#startedAt) AND attribute_not_exists(#outcome)';

/** The steps of the shift, each checked, written and judged, and the bake after the last. */
export function shiftStates(
  parts: MachineParts,
  afterShift: readonly Named[],
  onFail: string,
  superseded: string,
): Named[] {
  const { table, path, decideFunction, workload, steps, firstLookSeconds = FIRST_LOOK_SECONDS } = parts;
  const weight = '$steps[$step - 1].weight';
  const share = (colour: string) => `$idle = '${colour}' ? ${weight} : 100 - ${weight}`;
  const write = (set: Readonly<Record<string, Attribute>>, names?: Readonly<Record<string, string>>) =>
    update({
      table,
      item: 'release',
      set,
      names,
      condition: STILL_RUNNING,
      catches: [{ errors: CONDITION_FAILED, next: superseded }],
    });
  const stepNumber = { '#n': expression('$string($step)') };
  const startBake = (bakeSeconds: string) => ({
    since: expression(NOW),
    answer: { seconds: expression(`$min([${firstLookSeconds}, ${bakeSeconds}])`) },
  });
  const judge = (name: string, choiceName: string, waitName: string, bakeSeconds: string, bakedWeight: string) =>
    ask({
      name,
      choiceName,
      waitName,
      waitsBefore: true,
      question: 'judge',
      facts: { since: '$since', bakeSeconds, colour: '$idle', release: '$release', live: '$live', weight: bakedWeight },
      onFail,
      decideFunction,
    });
  const bakeSeconds = '$steps[$step - 1].bakeSeconds';
  const lastBake = `${steps.at(-1)?.bakeSeconds ?? 0}`;
  const moved: Named[] = [
    ['SetWeights', workload.setWeights({ blue: expression(share('blue')), green: expression(share('green')) })],
    ...workload.settle,
  ];
  return [
    ['RecordShifting', assigning(write({ phase: { S: 'shifting' } }), { step: 1, since: expression(NOW) })],
    ['AnnounceShifting', announce(path, 'shifting')],
    ...ask({
      name: 'CheckHealthy',
      choiceName: 'ReadyForStep?',
      waitName: 'WaitForHealth',
      question: 'step',
      facts: { since: '$since', colour: '$idle', weight },
      onFail,
      decideFunction,
    }),
    ['RecordStep', write({ 'steps.#n': { M: { weight: number(weight), at: AT } } }, stepNumber)],
    ...moved,
    [
      'LastStep?',
      choice([{ when: `$step = ${steps.length}`, next: afterShift[0]?.[0] ?? 'RecordBaking' }], {
        assign: startBake(bakeSeconds),
      }),
    ],
    ['Bake', wait(expression('$answer.seconds'))],
    ...judge('Judge', 'Judged?', 'Bake', bakeSeconds, weight),
    [
      'RecordVerdict',
      {
        ...assigning(
          write(
            {
              'steps.#n.verdict': text('$answer.verdict'),
              'steps.#n.reason': text('$answer.reason'),
              'steps.#n.judgedAt': AT,
            },
            stepNumber,
          ),
          { step: expression('$step + 1'), since: expression(NOW) },
        ),
        Next: 'CheckHealthy',
      },
    ],
    ...afterShift,
    ['RecordBaking', assigning(write({ phase: { S: 'baking' }, 'bake.at': AT }), startBake(lastBake))],
    ['AnnounceBaking', announce(path, 'baking')],
    ['BakeAll', wait(expression('$answer.seconds'))],
    ...judge('JudgeBake', 'Baked?', 'BakeAll', lastBake, '100'),
  ];
}
