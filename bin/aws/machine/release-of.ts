import type { Release } from '../../commands/ports';
import type { Execution } from './executions';
import type { ReleaseRecord } from './record';

/** What is known of a release that has a record. */
export interface Recorded {
  readonly record: ReleaseRecord;
  /** Steps of the whole shift. */
  readonly stepCount: number;
  /** Looked up when the record has no outcome. */
  readonly execution?: Execution;
  readonly rollback?: Execution;
  /** The construct's path, for hints. */
  readonly path: string;
}

/**
 * A release as the record and the executions together tell it. The executions are right where the two differ: a machine that
 * was killed writes nothing any more.
 */
export function releaseOf(recorded: Recorded): Release {
  const { record, rollback, execution } = recorded;
  const { id, idle, startedAt, endedAt, description, who, promotedBy, steps } = record;
  const phase = phaseOf(recorded);
  const halted = phase === 'rolling-back' ? haltedRollback(recorded) : haltedRelease(recorded, phase);
  return {
    id,
    phase,
    ended: record.outcome !== undefined && phase === record.phase,
    status: (phase === 'rolling-back' ? rollback?.status : execution?.status) ?? STATUS[record.outcome ?? 'running'],
    event: phase === 'shifting' ? `step ${steps.length} of ${recorded.stepCount}` : undefined,
    candidate: idle,
    reason: phase === 'succeeded' ? undefined : record.reason,
    halted,
    rollback: rollback?.arn,
    startedAt,
    endedAt,
    description,
    who,
    promotedBy,
    waitsUntil: phase === 'waiting' ? record.gateUntil : undefined,
    steps,
  };
}

/** A release that has written no record: it has just been started, or it found the lock taken. */
export function unrecordedRelease(id: string, { status, cause, error }: Execution): Release {
  const running = status === 'RUNNING' || status === 'PENDING_REDRIVE';
  return {
    id,
    phase: running ? 'preparing' : 'refused',
    ended: !running,
    status,
    reason: running ? undefined : (cause ?? error ?? `its execution ended as ${status} before it changed anything`),
    steps: [],
  };
}

function phaseOf({ record, execution, rollback }: Recorded): Release['phase'] {
  if (rollback && (rollback.status === 'RUNNING' || rollback.status === 'PENDING_REDRIVE')) return 'rolling-back';
  if (record.outcome) return rollbackFailed(rollback) && record.outcome === 'succeeded' ? 'rolling-back' : record.phase;
  if (rollback) return rollback.status === 'SUCCEEDED' ? 'rolled-back' : 'rolling-back';
  return execution?.status === 'SUCCEEDED' ? 'succeeded' : record.phase;
}

function rollbackFailed(rollback: Execution | undefined): boolean {
  return rollback !== undefined && KILLED.has(rollback.status);
}

function haltedRollback({ rollback, path }: Recorded): string | undefined {
  if (!rollback || !rollbackFailed(rollback)) return undefined;
  return `its rollback is ${rollback.status}: bluegreen rollback ${path} starts it again`;
}

/** Nobody watches the alarms of a release whose execution is gone. */
function haltedRelease({ record, execution, path }: Recorded, phase: Release['phase']): string | undefined {
  if (record.outcome || !execution || !KILLED.has(execution.status) || phase === 'rolled-back') return undefined;
  return (
    `its execution is ${execution.status}, nobody watches the alarms: bluegreen rollback ${path}, ` +
    `or go on with: aws stepfunctions redrive-execution --execution-arn ${execution.arn}`
  );
}

const KILLED = new Set<Execution['status']>(['ABORTED', 'FAILED', 'TIMED_OUT']);

const STATUS = {
  running: 'RUNNING',
  succeeded: 'SUCCEEDED',
  'rolled-back': 'FAILED',
  refused: 'FAILED',
} as const;
