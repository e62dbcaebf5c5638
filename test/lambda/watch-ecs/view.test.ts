import type { DeploymentInfo, ECSTarget } from '@aws-sdk/client-codedeploy';
import type { Settings } from '../../../lambda/watch-ecs/environment';
import { strange, viewOf } from '../../../lambda/watch-ecs/view';

const SETTINGS: Settings = {
  application: 'Shop',
  deploymentGroup: 'Orders',
  cluster: 'c',
  service: 's',
  targetGroups: { blue: 'tg-b', green: 'tg-g' },
  alarms: [],
};
const NOW = Date.parse('2026-11-21T06:00:00Z');

/** A deployment whose replacement is on one colour, with so much weight. */
function target(replacement: string, weight: number, event = 'AllowTraffic'): ECSTarget {
  const original = replacement === 'tg-g' ? 'tg-b' : 'tg-g';
  return {
    lifecycleEvents: [{ lifecycleEventName: event, status: 'InProgress', startTime: new Date(NOW - 60_000) }],
    taskSetsInfo: [
      { taskSetLabel: 'Blue', targetGroup: { name: original }, trafficWeight: 100 - weight },
      { taskSetLabel: 'Green', targetGroup: { name: replacement }, trafficWeight: weight },
    ],
  };
}
const view = (info: DeploymentInfo, seen?: ECSTarget, rollback?: DeploymentInfo) =>
  viewOf({ info, target: seen, rollback }, SETTINGS, NOW);

describe('a deployment in the words of a release', () => {
  test.each([
    ['tg-g', 'blue', 'green'],
    ['tg-b', 'green', 'blue'],
  ])('has live and candidate by the labels of its task sets: replacement on %s', (group, live, candidate) => {
    expect(view({ status: 'InProgress' }, target(group, 10))).toMatchObject({
      live,
      candidate,
      weight: 10,
      phase: 'shifting',
      shiftedAt: '2026-11-21T05:59:00.000Z',
    });
  });

  test('says nothing before CodeDeploy says which colour is live', () => {
    expect(view({ status: 'Created' })).toBeUndefined();
  });

  test.each<[string, DeploymentInfo, string, string]>([
    ['comes up', { status: 'InProgress' }, 'Install', 'preparing'],
    ['is tested', { status: 'InProgress' }, 'AfterAllowTestTraffic', 'testing'],
    ['waits for a person', { status: 'Ready' }, 'BeforeAllowTraffic', 'waiting'],
    ['bakes', { status: 'InProgress', instanceTerminationWaitTimeStarted: true }, 'AfterAllowTraffic', 'baking'],
    ['is over', { status: 'Succeeded' }, 'AfterAllowTraffic', 'succeeded'],
  ])('%s', (_, info, event, phase) => {
    expect(view(info, target('tg-g', 0, event))).toMatchObject({ phase, over: phase === 'succeeded' });
  });

  test.each<[string, DeploymentInfo | undefined, number, number, string, boolean]>([
    ['its rollback has ended', { status: 'Succeeded' }, 0, 0, 'rolled-back', true],
    ['its rollback runs', { status: 'InProgress' }, 0, 0, 'rolling-back', false],
    ['the rollback is not there yet', undefined, 0, 5_000, 'rolling-back', false],
    ['none will come, and no traffic is on the candidate', undefined, 0, 90_000, 'rolled-back', true],
    ['none will come, and the candidate has traffic', undefined, 10, 90_000, 'rolling-back', false],
  ])('broken off: %s', (_, rollback, weight, agoMs, phase, over) => {
    const info: DeploymentInfo = { status: 'Stopped', completeTime: new Date(NOW - agoMs) };
    expect(view(info, target('tg-g', weight), rollback)).toMatchObject({ phase, over });
  });
});

describe('what is not judged', () => {
  const own = { applicationName: 'Shop', deploymentGroupName: 'Orders' };

  test.each<[DeploymentInfo, string | undefined]>([
    [own, undefined],
    [{ ...own, creator: 'user' }, undefined],
    [{ ...own, creator: 'codeDeployRollback' }, 'it rolls another one back'],
    [{ ...own, deploymentGroupName: 'Other' }, 'it is one of Shop/Other, and not of Shop/Orders'],
    [{ ...own, applicationName: 'Other' }, 'it is one of Other/Orders, and not of Shop/Orders'],
  ])('%j: %s', (info, expected) => {
    expect(strange(info, SETTINGS)).toBe(expected);
  });
});
