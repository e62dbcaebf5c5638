import { definition, fail, guarded, type Named, sequence } from '../../machine/asl';
import { ends } from './end';
import { begin, handOver, MOST_DAYS } from './hand-over';
import { cannotLook, looking } from './look';
import type { WatchParts } from './parts';
import { phaseChanges } from './record';
import { going } from './stop';

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

/** What only writes down is passed over when it fails: the judging goes on. */
function passedOver(states: readonly Named[], next: string): Named[] {
  return sequence(states, next).flatMap((one) => guarded([one], typeof one[1].Next === 'string' ? one[1].Next : next));
}
