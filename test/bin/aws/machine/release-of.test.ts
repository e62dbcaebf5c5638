import type { Execution } from '../../../../bin/aws/machine/executions';
import type { ReleaseRecord } from '../../../../bin/aws/machine/record';
import { releaseOf, unrecordedRelease } from '../../../../bin/aws/machine/release-of';

function record(more: Partial<ReleaseRecord> = {}): ReleaseRecord {
  return { id: 'r', phase: 'shifting', live: 'blue', idle: 'green', steps: [], ...more };
}

function having(status: Execution['status']): Execution {
  return { arn: `arn:${status}`, status };
}

const OVER = { phase: 'succeeded', outcome: 'succeeded' } as const;
const BACK = { phase: 'rolled-back', outcome: 'rolled-back' } as const;

/** What the machine wrote, what its execution and the rollback's are, and what that comes to. */
test.each<[Partial<ReleaseRecord>, Execution['status'] | undefined, Execution['status'] | undefined, object]>([
  [{}, 'RUNNING', undefined, { phase: 'shifting', ended: false, halted: undefined, status: 'RUNNING' }],
  [{ phase: 'baking' }, 'RUNNING', undefined, { phase: 'baking', ended: false }],
  [OVER, undefined, undefined, { phase: 'succeeded', ended: true, status: 'SUCCEEDED' }],
  [{ phase: 'refused', outcome: 'refused' }, undefined, undefined, { phase: 'refused', ended: true }],
  // The rollback machine is at work: whatever the record says, it is going back.
  [{}, 'ABORTED', 'RUNNING', { phase: 'rolling-back', ended: false, halted: undefined, rollback: 'arn:RUNNING' }],
  [BACK, undefined, 'RUNNING', { phase: 'rolling-back', ended: false, halted: undefined }],
  [OVER, undefined, 'RUNNING', { phase: 'rolling-back', ended: false, halted: undefined }],
  [BACK, undefined, 'SUCCEEDED', { phase: 'rolled-back', ended: true, halted: undefined }],
  // It has gone back although the table could not be written.
  [{}, 'ABORTED', 'SUCCEEDED', { phase: 'rolled-back', halted: undefined }],
  // A rollback that has failed needs a person, before and after the end of the release.
  [{}, 'FAILED', 'FAILED', { phase: 'rolling-back', ended: false, halted: expect.stringContaining('starts it again') }],
  [OVER, undefined, 'ABORTED', { phase: 'rolling-back', halted: expect.stringContaining('its rollback is ABORTED') }],
  // One that had succeeded before a second one failed.
  [BACK, undefined, 'FAILED', { phase: 'rolled-back', ended: true, halted: undefined }],
  // Killed.
  [{}, 'ABORTED', undefined, { phase: 'shifting', ended: false, halted: expect.stringContaining('redrive-execution') }],
  [{}, 'PENDING_REDRIVE', undefined, { phase: 'shifting', halted: undefined }],
  // Its last writes were passed over.
  [{ phase: 'baking' }, 'SUCCEEDED', undefined, { phase: 'succeeded', halted: undefined }],
])('record %j, execution %s, rollback %s', (given, execution, rollback, expected) => {
  const release = releaseOf({
    record: record(given),
    stepCount: 2,
    execution: execution && having(execution),
    rollback: rollback && having(rollback),
    path: 'Shop/Web',
  });
  expect(release).toMatchObject(expected);
});

test('the step of a shift is told, and how long a gate waits', () => {
  const at = (given: Partial<ReleaseRecord>) => releaseOf({ record: record(given), stepCount: 4, path: 'Shop/Web' });
  const gateUntil = new Date(0);

  expect(at({ steps: [{ weight: 10 }, { weight: 25 }] }).event).toBe('step 2 of 4');
  expect(at({ phase: 'waiting', gateUntil }).waitsUntil).toBe(gateUntil);
  expect(at({ phase: 'shifting', gateUntil }).waitsUntil).toBeUndefined();
});

describe('a release without a record', () => {
  test('has just begun', () => {
    expect(unrecordedRelease('r', having('RUNNING'))).toMatchObject({ phase: 'preparing', ended: false });
  });

  test('was refused, in the words of its execution', () => {
    expect(unrecordedRelease('r', { ...having('FAILED'), cause: 'locked' })).toMatchObject({
      phase: 'refused',
      ended: true,
      reason: 'locked',
    });
    expect(unrecordedRelease('r', having('ABORTED')).reason).toBe(
      'its execution ended as ABORTED before it changed anything',
    );
  });
});
