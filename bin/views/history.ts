import type { Release } from '../commands/ports';
import { duration } from './amounts';
import { type Paint, plain } from './paint';

/** The releases of a service, one line each, newest first. */
export function renderHistory(service: string, releases: readonly Release[], paint: Paint = plain): string[] {
  if (releases.length === 0) return [paint.bold(service), '  never released'];
  const ids = Math.max(...releases.map(({ id }) => id.length));
  const versions = Math.max(...releases.map(({ version = '' }) => version.length));
  return [
    paint.bold(service),
    ...releases.map((release) => {
      const { id, startedAt, version = '', who, reason, promotedBy, description, halted } = release;
      const details = [
        reason,
        halted,
        description,
        // A stack's release is described by the stack that has started it.
        who !== description && who && `released by ${who}`,
        promotedBy && `promoted by ${promotedBy}`,
      ].filter(Boolean);
      const start = startedAt ? startedAt.toISOString().slice(0, 19).replace('T', ' ') : '';
      const columns = [
        id.padEnd(ids),
        start.padEnd(19),
        lasted(release).padEnd(11),
        ...(versions > 0 ? [version.padEnd(versions)] : []),
        outcome(release, paint),
        details.join('; '),
      ];
      return `  ${columns.join('  ')}`.trimEnd();
    }),
  ];
}

function lasted({ startedAt, endedAt }: Release): string {
  return startedAt && endedAt ? duration((endedAt.getTime() - startedAt.getTime()) / 1000) : '';
}

function outcome({ phase }: Release, paint: Paint): string {
  const text = phase.padEnd(12);
  if (phase === 'succeeded') return paint.good(text);
  return ['rolling-back', 'rolled-back', 'failed', 'refused'].includes(phase) ? paint.bad(text) : paint.bold(text);
}
