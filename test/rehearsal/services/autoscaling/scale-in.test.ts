import type { GroupRecord, MemberRecord } from '../../../../rehearsal/services/autoscaling/records';
import { leavingAtScaleIn } from '../../../../rehearsal/services/autoscaling/scale-in';

function member(instanceId: string, change: Partial<MemberRecord> = {}): MemberRecord {
  return {
    ...{ instanceId, zone: 'a', instanceType: 't4g.small', lifecycleState: 'InService', health: 'Healthy' },
    ...{ launchTemplate: { id: 'lt-1', name: 'web', version: 2, data: {} }, isProtected: false, launchedAt: 0 },
    ...{ isTargetHealthy: true, registered: new Set(), leave: new AbortController() },
    ...change,
  } as MemberRecord;
}

const GROUP = {
  launch: { launchTemplate: { LaunchTemplateId: 'lt-1', Version: '2' } },
  refreshes: [],
  terminationPolicies: ['Default'],
} as unknown as GroupRecord;
const ids = (members: MemberRecord[], count: number, group = GROUP) =>
  leavingAtScaleIn(group, members, count).map((one) => one.instanceId);
const outdated = { id: 'lt-1', name: 'web', version: 1, data: {} };

test('those that serve nobody go first', () => {
  expect(ids([member('1'), member('2', { lifecycleState: 'Pending', launchedAt: 9 })], 1)).toEqual(['2']);
});

test('then those of the zone that has most', () => {
  const members = [member('1', { zone: 'b' }), member('2', { launchedAt: 1 }), member('3', { launchedAt: 2 })];
  expect(ids(members, 1)).toEqual(['2']);
  expect(ids(members, 2)).toEqual(['2', '1']);
});

test('then those of an outdated launch template', () => {
  expect(ids([member('1'), member('2', { launchTemplate: outdated, launchedAt: 5 })], 1)).toEqual(['2']);
});

test('then the oldest, or the newest where the group says so', () => {
  const members = [member('1', { launchedAt: 1 }), member('2', { launchedAt: 2 })];
  expect(ids(members, 1)).toEqual(['1']);
  expect(ids(members, 1, { ...GROUP, terminationPolicies: ['NewestInstance'] })).toEqual(['2']);
});

test('protected ones never', () => {
  expect(ids([member('1', { isProtected: true }), member('2')], 2)).toEqual(['2']);
});
