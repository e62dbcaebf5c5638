import type { DeploymentInfo, DeploymentTarget } from '@aws-sdk/client-codedeploy';
import { progressOf } from '../../../lambda/release-on-deploy/deployment-progress';

const shifting = (status: 'Pending' | 'InProgress' | 'Succeeded' | 'Failed'): DeploymentTarget => ({
  ecsTarget: { lifecycleEvents: [{ lifecycleEventName: 'AllowTraffic', status }] },
});
const stopped: DeploymentInfo = {
  status: 'Stopped',
  autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_STOP_ON_ALARM'] },
  errorInformation: { code: 'ALARM_ACTIVE', message: 'Activated alarms: <errors>' },
};

test.each<[string, DeploymentInfo, DeploymentTarget | undefined, DeploymentInfo | undefined, string]>([
  ['has just been created', { status: 'Created' }, undefined, undefined, 'under-way'],
  ['waits for a person', { status: 'Ready' }, shifting('Pending'), undefined, 'under-way'],
  ['shifts traffic', { status: 'InProgress' }, shifting('InProgress'), undefined, 'under-way'],
  ['has shifted all traffic', { status: 'InProgress' }, shifting('Succeeded'), undefined, 'shifted'],
  ['bakes', { status: 'InProgress', instanceTerminationWaitTimeStarted: true }, undefined, undefined, 'shifted'],
  ['has succeeded', { status: 'Succeeded' }, shifting('Succeeded'), undefined, 'succeeded'],
  ['was stopped, and its rollback has no name yet', stopped, shifting('Failed'), undefined, 'going-back'],
  ['is rolled back', stopped, shifting('Failed'), { status: 'InProgress' }, 'going-back'],
  ['was rolled back', stopped, shifting('Failed'), { status: 'Succeeded' }, 'back'],
  ['could not be rolled back', stopped, shifting('Failed'), { status: 'Failed' }, 'broken'],
  [
    'is not rolled back by itself',
    { ...stopped, autoRollbackConfiguration: { enabled: false } },
    shifting('Failed'),
    undefined,
    'broken',
  ],
])('a deployment that %s', (_what, info, target, rollback, kind) => {
  expect(progressOf(info, target, rollback).kind).toBe(kind);
});

test('says why it went back in one sentence', () => {
  expect(progressOf(stopped, shifting('Failed'), { status: 'Succeeded' })).toEqual({
    kind: 'back',
    reason: 'an alarm fired: errors',
  });
});
