import { type Execution, progressOf, type ReleaseRecord } from '../../../lambda/release-on-deploy/machine-progress';

const running: Execution = { status: 'RUNNING' };
const killed: Execution = { status: 'ABORTED' };

test.each<[string, ReleaseRecord | undefined, Execution | undefined, Execution | undefined, string]>([
  ['has begun to shift', { phase: 'shifting' }, running, undefined, 'under-way'],
  ['has just been started', undefined, running, undefined, 'under-way'],
  ['has written its record', { phase: 'preparing' }, running, undefined, 'under-way'],
  ['bakes', { phase: 'baking' }, running, undefined, 'shifted'],
  ['has succeeded', { phase: 'succeeded', outcome: 'succeeded' }, running, undefined, 'succeeded'],
  ['has succeeded, and nobody wrote it down', { phase: 'baking' }, { status: 'SUCCEEDED' }, undefined, 'succeeded'],
  ['is sent back', { phase: 'shifting' }, { status: 'FAILED' }, running, 'going-back'],
  ['was sent back after its end', { outcome: 'succeeded' }, { status: 'SUCCEEDED' }, running, 'going-back'],
  ['is back, while its rollback cleans up', { outcome: 'rolled-back' }, { status: 'FAILED' }, running, 'back'],
  ['is back, and nobody wrote it down', { phase: 'shifting' }, killed, { status: 'SUCCEEDED' }, 'back'],
  ['was refused', { outcome: 'refused' }, { status: 'FAILED' }, undefined, 'back'],
  ['found the lock taken', undefined, { status: 'FAILED', cause: 'r-1 runs' }, undefined, 'back'],
  ['was killed', { phase: 'shifting' }, killed, undefined, 'halted'],
  ['whose rollback was killed', { phase: 'shifting' }, { status: 'FAILED' }, killed, 'halted'],
])('a release that %s', (_what, record, execution, rollback, kind) => {
  expect(progressOf(record, execution, rollback).kind).toBe(kind);
});

test('says why it went back, or was refused', () => {
  expect(progressOf({ outcome: 'rolled-back', reason: 'an alarm fired' }, undefined, undefined)).toMatchObject({
    reason: 'an alarm fired',
  });
  expect(progressOf(undefined, { status: 'FAILED', cause: 'r-1 runs' }, undefined)).toMatchObject({
    reason: 'r-1 runs',
  });
});
