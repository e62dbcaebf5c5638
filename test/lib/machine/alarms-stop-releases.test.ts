import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Approval, TrafficShift } from '../../../lib';
import { synthesiseMachineShop } from '../../fixtures/machine-shop';
import { MachineWorld } from '../../fixtures/machine-world';

let folder: string;
let world: MachineWorld;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'alarms-'));
  synthesiseMachineShop(folder, {
    approval: Approval.none(),
    // Looks are five minutes apart in the end: a poll alone would take that long.
    shift: TrafficShift.canary({ stepPercent: 10, stepBakeTime: Duration.minutes(40) }),
    bakeTime: Duration.minutes(5),
  });
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  world = await MachineWorld.create(folder);
});
afterEach(() => world.stop());

const fire = (index = 0) =>
  world.call('cloudwatch', 'SetAlarmState', {
    AlarmName: world.descriptor.alarms[index],
    StateValue: 'ALARM',
    StateReason: 'a "test" of \'quotes\'',
  });

describe('an alarm', () => {
  test('sends a release back at once, long before the next look, and says which it was', async () => {
    await world.startUntil('r-1', () => world.weights().green === 10);
    await world.clock.advance(1_800_000);
    const before = world.invocations;

    await fire();
    await world.clock.advance(2_000);

    expect(world.weights()).toEqual({ blue: 100, green: 0 });
    expect(world.invocations).toBe(before);
    await world.settle();
    expect(await world.remains('r-1')).toMatchObject({ outcome: 'rolled-back', live: 'blue', lock: undefined });
    const { Item } = await world.call('dynamodb', 'GetItem', {
      TableName: world.descriptor.table,
      Key: { kind: { S: 'release' }, id: { S: 'r-1' } },
    });
    expect(Item.reason.S).toBe(`alarm '${world.descriptor.alarms[0]}' fires: a "test" of 'quotes'`);
    expect(Item.rolledBackBy.S).toBe(`alarm ${world.descriptor.alarms[0]}`);
  });

  test('that fires together with another sends a release back once', async () => {
    await world.startUntil('r-1', () => world.weights().green === 10);
    await Promise.all([fire(0), fire(1), fire(2), fire(3)]);
    await world.settle();

    const started = world.aws.stepFunctions.executions.filter(({ arn }) => arn.includes('Rollback'));
    expect(started.length).toBeGreaterThan(1);
    expect(started.every(({ status }) => status === 'SUCCEEDED')).toBe(true);
    const recorded = world.aws.cloud.calls.filter(
      ({ principal, action }) => action === 'events:PutEvents' && principal.arn.includes('Rollback'),
    );
    expect(recorded).toHaveLength(1);
    expect(await world.remains('r-1')).toMatchObject({ outcome: 'rolled-back', live: 'blue', lock: undefined });
    expect(world.violations).toEqual([]);
  });

  test('stops no release that has nothing to take back yet', async () => {
    const arn = await world.start('r-1');
    await world.clock.advance(5_000);
    await fire();
    await world.call('cloudwatch', 'SetAlarmState', {
      AlarmName: world.descriptor.alarms[0],
      StateValue: 'OK',
      StateReason: 'over',
    });

    expect(await world.finish(arn)).toBe('SUCCEEDED');
    expect(await world.remains('r-1')).toMatchObject({ outcome: 'succeeded', live: 'green', lock: undefined });
  });

  test('changes nothing after the end of a release', async () => {
    await world.finish(await world.start('r-1'));
    await fire();
    await world.settle();

    expect(await world.remains('r-1')).toMatchObject({
      outcome: 'succeeded',
      live: 'green',
      weights: { blue: 0, green: 100 },
    });
  });
});
