import { computedDesiredCount, stabilityStatus } from '../../../../rehearsal/services/ecs/stability';
import type { TaskState } from '../../../../rehearsal/services/ecs/state';

function task(change: Partial<TaskState> = {}): TaskState {
  return {
    arn: 'arn',
    taskDefinitionArn: 'definition',
    containerName: 'web',
    address: { host: '10.0.0.10', port: 80 },
    createdAt: 0,
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    registered: true,
    health: 'HEALTHY',
    ...change,
  };
}

test.each([
  [4, 100, 4],
  [3, 50, 2],
  [1, 1, 1],
  [5, 0, 0],
])('%p tasks at %p %% are %p', (desiredCount, scale, count) => {
  expect(computedDesiredCount({ desiredCount }, { scale })).toBe(count);
});

test.each<[string, number, TaskState[], string]>([
  ['as many healthy tasks as wanted', 2, [task(), task()], 'STEADY_STATE'],
  ['none wanted, none there', 0, [], 'STEADY_STATE'],
  ['one too few', 2, [task()], 'STABILIZING'],
  ['one too many', 1, [task(), task()], 'STABILIZING'],
  ['one pending', 2, [task(), task({ lastStatus: 'PENDING' })], 'STABILIZING'],
  ['one not yet healthy', 2, [task(), task({ health: 'UNKNOWN' })], 'STABILIZING'],
  ['one unhealthy', 2, [task(), task({ health: 'UNHEALTHY' })], 'STABILIZING'],
  ['one still draining', 1, [task(), task({ lastStatus: 'DEACTIVATING', desiredStatus: 'STOPPED' })], 'STABILIZING'],
  ['an old one stopped', 1, [task(), task({ lastStatus: 'STOPPED', desiredStatus: 'STOPPED' })], 'STEADY_STATE'],
])('%s', (_, wanted, tasks, status) => {
  expect(stabilityStatus(wanted, { tasks })).toBe(status);
});
