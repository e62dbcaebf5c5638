import { AsRole } from '../../../../rehearsal/services/codedeploy/as-role';
import { moveTraffic, servingTargetGroups } from '../../../../rehearsal/services/codedeploy/traffic';
import { ROLE, World } from '../../../fixtures/world';

let world: World;
let role: AsRole;
beforeEach(async () => {
  world = await World.create({ weightedListener: true });
  role = new AsRole(world.cloud, ROLE);
});
afterEach(() => world.stop());

const weights = (blue: number, green: number) => [
  { targetGroupArn: world.blue.arn, weight: blue },
  { targetGroupArn: world.green.arn, weight: green },
];
const rules = async () =>
  (await world.call('elasticloadbalancing', 'DescribeRules', { ListenerArn: world.production })).Rules;
const createRule = (action: object) =>
  world.call('elasticloadbalancing', 'CreateRule', {
    ListenerArn: world.production,
    Priority: 10,
    Conditions: [{ Field: 'path-pattern', Values: ['/api/*'] }],
    Actions: [action],
  });
const writes = () => world.cloud.calls.filter(({ action }) => /:Modify(Listener|Rule)$/.test(action)).length;

test('rules that forward to the pair move with the default action, others stay', async () => {
  await createRule({ Type: 'forward', TargetGroupArn: world.blue.arn });
  const fixed = {
    Type: 'fixed-response',
    FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain', MessageBody: '' },
  };
  await world.call('elasticloadbalancing', 'CreateRule', {
    ListenerArn: world.production,
    Priority: 20,
    Conditions: [{ Field: 'path-pattern', Values: ['/x'] }],
    Actions: [fixed],
  });
  await moveTraffic(role, world.production, weights(70, 30));

  const [api, notFound] = await rules();
  expect(api.Actions[0].ForwardConfig.TargetGroups).toEqual([
    { TargetGroupArn: world.blue.arn, Weight: 70 },
    { TargetGroupArn: world.green.arn, Weight: 30 },
  ]);
  expect(notFound.Actions[0].Type).toBe('fixed-response');
  expect(world.weights()).toEqual({ blue: 70, green: 30 });
});

test('the stickiness of the groups stays as it is', async () => {
  await world.call('elasticloadbalancing', 'ModifyListener', {
    ListenerArn: world.production,
    DefaultActions: [
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: world.blue.arn, Weight: 100 },
            { TargetGroupArn: world.green.arn, Weight: 0 },
          ],
          TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 600 },
        },
      },
    ],
  });
  await moveTraffic(role, world.production, weights(90, 10));

  const [{ Actions }] = await rules();
  expect(Actions[0].ForwardConfig.TargetGroupStickinessConfig).toEqual({ Enabled: true, DurationSeconds: 600 });
});

test('what is right already is not written again', async () => {
  await moveTraffic(role, world.production, weights(90, 10));
  const before = writes();
  await moveTraffic(role, world.production, weights(90, 10));
  await moveTraffic(role, world.test, weights(100, 0), 'single');

  expect(writes()).toBe(before);
});

test('a single forward names the one that has the traffic', async () => {
  await moveTraffic(role, world.test, weights(0, 100), 'single');

  expect(await servingTargetGroups(role, world.test)).toEqual(new Set([world.green.arn]));
  const input = { ListenerArns: [world.test] };
  const { Listeners } = await world.call('elasticloadbalancing', 'DescribeListeners', input);
  expect(Listeners[0].DefaultActions[0].TargetGroupArn).toBe(world.green.arn);
});

test('a group of weight 0 does not serve', async () => {
  expect(await servingTargetGroups(role, world.production)).toEqual(new Set([world.blue.arn]));
});

test("a service behind a rule of a shared listener is released through the rule, and its weights are the rule's", async () => {
  const fixed = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };
  const TargetGroups = weights(100, 0).map(({ targetGroupArn, weight }) => ({
    TargetGroupArn: targetGroupArn,
    Weight: weight,
  }));
  await createRule({ Type: 'forward', ForwardConfig: { TargetGroups } });
  await world.call('elasticloadbalancing', 'ModifyListener', {
    ListenerArn: world.production,
    DefaultActions: [fixed],
  });

  const id = await world.release();
  await world.until(id, 'AllowTraffic', 'Succeeded');

  const pair = [world.blue.arn, world.green.arn];
  expect([...world.elbv2.weights(world.production, pair)]).toEqual([
    [world.blue.arn, 0],
    [world.green.arn, 100],
  ]);
  expect(world.elbv2.weights(world.production).size).toBe(0);
  const { taskSetsInfo = [] } = await world.target(id);
  expect(taskSetsInfo.map(({ taskSetLabel, trafficWeight }) => [taskSetLabel, trafficWeight])).toEqual([
    ['Blue', 0],
    ['Green', 100],
  ]);
});
