import type { Phase } from '../../../lambda/shared/release/phase';
import { announce } from '../../machine/announce';
import { choice, expression, type Named, NOW } from '../../machine/asl';
import { CONDITION_FAILED, number, text, update } from '../../machine/record';
import { NOT_ENDED, type WatchParts } from './parts';

/** Writes down and announces what has changed: the phase, and the weight. */
export function phaseChanges({ table, path, recordSeconds }: WatchParts): Named[] {
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
