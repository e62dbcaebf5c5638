import type { Phase } from '../../../lambda/shared/release/phase';
import { announce } from '../../machine/announce';
import { type Named, NOW } from '../../machine/asl';
import { AT, type Attribute, text, update } from '../../machine/record';
import { NOT_ENDED, type WatchParts } from './parts';

/** Writes down and announces how the deployment has ended. */
export function ends({ table, path, stopping }: WatchParts): Named[] {
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
    rolledBackBy: text(`$why != '' or $answer.byAnalysis = true ? 'the analysis' : '${stopping.who}'`),
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
