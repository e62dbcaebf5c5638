import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import type { Settings } from '../../../lambda/watch-built-in/environment';
import { strange, viewOf } from '../../../lambda/watch-built-in/view';

const SETTINGS: Settings = { cluster: 'c', service: 's', targetGroups: { blue: 'tg-b', green: 'tg-g' } };
const ARN = 'arn:aws:ecs:eu-west-1:123456789012:service/c/s';

/** A deployment that has come so far, with so much weight on its candidate. */
function deployment(weight: number, more: Partial<ServiceDeployment> = {}): ServiceDeployment {
  return {
    serviceArn: ARN,
    status: 'IN_PROGRESS',
    sourceServiceRevisions: [{ arn: 'r1' }],
    targetServiceRevision: { arn: 'r2', requestedProductionTrafficWeight: weight },
    ...more,
  };
}
const view = (of: ServiceDeployment, groups = { source: 'tg-b', target: 'tg-g' }) =>
  viewOf({ deployment: of, groups }, SETTINGS);
const PAUSE = [{ targetType: 'PAUSE', status: 'AWAITING_ACTION' }] as ServiceDeployment['lifecycleHookDetails'];

describe('a deployment by ECS in the words of a release', () => {
  test.each([
    [{ source: 'tg-b' }, 'blue', 'green'],
    [{ source: 'tg-g' }, 'green', 'blue'],
    [{ target: 'tg-g' }, 'blue', 'green'],
  ])('has live and candidate by where the revisions are: %j', (groups, live, candidate) => {
    expect(viewOf({ deployment: deployment(10), groups }, SETTINGS)).toMatchObject({ live, candidate, weight: 10 });
  });

  test('says nothing before ECS says where a revision is', () => {
    expect(viewOf({ deployment: deployment(0), groups: {} }, SETTINGS)).toBeUndefined();
    expect(viewOf({ deployment: deployment(0), groups: { source: 'of-another' } }, SETTINGS)).toBeUndefined();
  });

  test.each<[number, Partial<ServiceDeployment>, string, boolean]>([
    [0, {}, 'preparing', false],
    [0, { lifecycleStage: 'SCALE_UP' }, 'preparing', false],
    [0, { lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT' }, 'testing', false],
    [0, { lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT', lifecycleHookDetails: PAUSE }, 'waiting', false],
    [10, { lifecycleStage: 'PRODUCTION_TRAFFIC_SHIFT' }, 'shifting', false],
    // Before every step ECS is before production traffic again.
    [10, { lifecycleStage: 'PRE_PRODUCTION_TRAFFIC_SHIFT' as ServiceDeployment['lifecycleStage'] }, 'shifting', false],
    [100, { lifecycleStage: 'BAKE_TIME' }, 'baking', false],
    [100, { status: 'SUCCESSFUL' }, 'succeeded', true],
    [10, { status: 'STOP_REQUESTED' }, 'rolling-back', false],
    [10, { status: 'ROLLBACK_REQUESTED' }, 'rolling-back', false],
    [0, { status: 'ROLLBACK_IN_PROGRESS' }, 'rolling-back', false],
    [0, { status: 'ROLLBACK_SUCCESSFUL' }, 'rolled-back', true],
    [0, { status: 'STOPPED' }, 'rolled-back', true],
    [10, { status: 'ROLLBACK_FAILED' }, 'failed', true],
  ])('weight %i, %j: %s', (weight, more, phase, over) => {
    expect(view(deployment(weight, more))).toMatchObject({ phase, over });
  });

  test('tells why it went back, and when that was decided', () => {
    const startedAt = new Date('2026-11-21T06:00:00Z');
    const back = deployment(0, { status: 'ROLLBACK_SUCCESSFUL', rollback: { reason: 'an alarm', startedAt } });
    expect(view(back)).toMatchObject({ reason: 'an alarm', decidedAt: startedAt.toISOString() });
  });
});

test.each<[string, Partial<ServiceDeployment>, boolean, string | undefined]>([
  ['one of the service', {}, false, undefined],
  ['one of another service', { serviceArn: ARN.replace('/s', '/other') }, true, 'it is one of'],
  ['one of a service of that name in another cluster', { serviceArn: ARN.replace('/c/', '/d/') }, true, 'it is one of'],
  ['the first', { sourceServiceRevisions: [] }, true, 'it has made the service'],
  ['one that goes back', { status: 'ROLLBACK_IN_PROGRESS' }, false, 'it goes back already'],
  ['one that goes back, and that somebody asks for', { status: 'ROLLBACK_IN_PROGRESS' }, true, undefined],
])('%s', (_, more, isNamed, reason) => {
  const said = strange(deployment(0, more), SETTINGS, isNamed);
  if (reason === undefined) expect(said).toBeUndefined();
  else expect(said).toContain(reason);
});
