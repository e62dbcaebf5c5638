import { announce } from '../../machine/announce';
import { expression, type Named, NOW, task } from '../../machine/asl';
import { AT, CONDITION_FAILED, text, update } from '../../machine/record';
import { NOT_ENDED, type WatchParts } from './parts';

/** The one call that sends production back. A deployment that has ended in the meantime needs none. */
export function going({ path, table, stopping }: WatchParts): Named[] {
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
