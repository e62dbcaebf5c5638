import type { Progress } from './decide';

/** What the table says of a release. */
export interface ReleaseRecord {
  readonly phase?: string;
  readonly outcome?: string;
  readonly reason?: string;
}

/** An execution, as far as it matters. */
export interface Execution {
  readonly status?: string;
  readonly cause?: string;
}

/** How far a release is. What the executions say is right where the record differs: a machine that was killed writes nothing any more. */
export function progressOf(
  record: ReleaseRecord | undefined,
  execution: Execution | undefined,
  rollback: Execution | undefined,
): Progress {
  const { outcome, phase, reason = 'it was sent back' } = record ?? {};
  if (outcome === 'rolled-back' || outcome === 'refused') return { kind: 'back', reason };
  if (isRunning(rollback)) return { kind: 'going-back', reason };
  if (rollback?.status === 'SUCCEEDED') return { kind: 'back', reason };
  if (rollback) return { kind: 'halted', reason: `its rollback is ${rollback.status}` };
  if (outcome === 'succeeded' || execution?.status === 'SUCCEEDED') return { kind: 'succeeded' };
  if (isRunning(execution)) return phase === 'baking' ? { kind: 'shifted' } : { kind: 'under-way' };
  // Without a record nothing has been changed: it was refused before it began.
  if (!record) return { kind: 'back', reason: execution?.cause ?? 'it was refused' };
  return { kind: 'halted', reason: `its execution is ${execution?.status ?? 'gone'}` };
}

function isRunning(execution: Execution | undefined): boolean {
  return execution?.status === 'RUNNING' || execution?.status === 'PENDING_REDRIVE';
}
