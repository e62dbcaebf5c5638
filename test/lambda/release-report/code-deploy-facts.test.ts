import type { DeploymentInfo, ECSTarget } from '@aws-sdk/client-codedeploy';
import { codeDeployFacts, phaseAfter } from '../../../lambda/release-report/code-deploy-facts';
import { settings } from './facts';

const at = (time: string) => new Date(`2026-11-26T${time}Z`);
const info: DeploymentInfo = {
  deploymentId: 'd-1',
  createTime: at('10:00:00'),
  completeTime: at('10:20:00'),
  description: 'spring sale [committed 2026-11-26T09:00:00.000Z]',
  autoRollbackConfiguration: { enabled: true },
};
const rollback = (status: DeploymentInfo['status']): DeploymentInfo => ({ status, completeTime: at('10:20:08') });
const target: ECSTarget = {
  lifecycleEvents: [
    { lifecycleEventName: 'AllowTraffic', status: 'Succeeded', startTime: at('10:05:00'), endTime: at('10:10:00') },
  ],
  taskSetsInfo: [
    { taskSetLabel: 'Blue', targetGroup: { name: 'tg-green' } },
    { taskSetLabel: 'Green', targetGroup: { name: 'tg-blue' } },
  ],
};
const service = settings({
  kind: 'ecs',
  codeDeploy: { targetId: 'cluster:orders', targetGroups: { blue: 'tg-blue', green: 'tg-green' } },
});

describe('the phase after an event', () => {
  test.each([
    ['START', false, undefined, 'preparing'],
    ['READY', false, undefined, 'waiting'],
    ['SUCCESS', false, undefined, 'succeeded'],
    ['STOP', false, undefined, 'rolling-back'],
    ['FAILURE', false, rollback('InProgress'), 'rolling-back'],
    ['STOP', false, rollback('Succeeded'), 'rolled-back'],
    ['STOP', false, rollback('Failed'), 'failed'],
    ['START', true, rollback('Created'), undefined],
    ['SUCCESS', true, rollback('Succeeded'), 'rolled-back'],
    ['FAILURE', true, rollback('Failed'), 'failed'],
    ['STOP', true, rollback('Stopped'), 'failed'],
    ['QUEUED', false, undefined, undefined],
  ])('%s, of a rollback: %s: %s', (state, isRollback, back, phase) => {
    expect(phaseAfter(state, isRollback, { info, rollback: back })).toBe(phase);
  });

  test('is a failure when CodeDeploy rolls nothing back by itself', () => {
    expect(phaseAfter('STOP', false, { info: { ...info, autoRollbackConfiguration: { enabled: false } } })).toBe(
      'failed',
    );
  });
});

describe('what CodeDeploy tells of a release', () => {
  test('that succeeded: times, colours by the names of the target groups, the commit', () => {
    expect(codeDeployFacts('succeeded', { info, target }, service)).toEqual({
      construct: 'Shop/Orders',
      kind: 'ecs',
      release: 'd-1',
      phase: 'succeeded',
      live: 'blue',
      candidate: 'blue',
      reason: undefined,
      description: 'spring sale',
      commitTime: '2026-11-26T09:00:00.000Z',
      startedAt: '2026-11-26T10:00:00.000Z',
      shiftedAt: '2026-11-26T10:05:00.000Z',
      fullAt: '2026-11-26T10:10:00.000Z',
      decidedAt: undefined,
      backAt: undefined,
      endedAt: '2026-11-26T10:20:00.000Z',
      links: { console: 'https://console/d-1', log: 'https://log' },
    });
  });

  test('that went back: why, when that was decided, when it was done', () => {
    const error = { code: 'ALARM_ACTIVE' as const, message: 'One or more alarms ...: <ErrorRateBlue>' };
    const deployment = { info: { ...info, errorInformation: error }, target, rollback: rollback('Succeeded') };

    expect(codeDeployFacts('rolled-back', deployment, service)).toMatchObject({
      live: 'green',
      reason: 'an alarm fired: ErrorRateBlue',
      decidedAt: '2026-11-26T10:20:00.000Z',
      backAt: '2026-11-26T10:20:08.000Z',
      endedAt: '2026-11-26T10:20:08.000Z',
    });
  });

  test('that has no target yet: green comes up', () => {
    expect(codeDeployFacts('preparing', { info: { deploymentId: 'd-1' } }, service)).toMatchObject({
      candidate: 'green',
      live: 'blue',
      shiftedAt: undefined,
    });
  });
});
