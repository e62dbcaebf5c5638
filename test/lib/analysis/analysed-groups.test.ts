import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Analysis, Approval, TrafficShift } from '../../../lib';
import { synthesiseMachineShop } from '../../fixtures/machine-shop';
import { MachineWorld } from '../../fixtures/machine-world';
import { VirtualUsers } from '../../fixtures/virtual-users';

let folder: string;
let world: MachineWorld;
let users: VirtualUsers;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'analysed-'));
  synthesiseMachineShop(folder, {
    approval: Approval.none(),
    shift: TrafficShift.canary({ stepPercent: 10, stepBakeTime: Duration.minutes(10) }),
    bakeTime: Duration.minutes(5),
    analysis: Analysis.ofTargets({ lookEvery: Duration.minutes(1), patience: Duration.minutes(2) }),
  });
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  world = await MachineWorld.create(folder);
  const { blue, green } = world.descriptor.colours;
  users = new VirtualUsers(world.aws, world.clock, world.descriptor.listener, {
    blue: blue.targetGroup,
    green: green.targetGroup,
  });
});
afterEach(async () => {
  users.stop();
  await world.stop();
});

async function withUsers(): Promise<void> {
  users.start();
  await world.clock.advance(900_000);
}

async function reasonOf(id: string): Promise<string | undefined> {
  const Key = { kind: { S: 'release' }, id: { S: id } };
  return (await world.call('dynamodb', 'GetItem', { TableName: world.descriptor.table, Key })).Item.reason?.S;
}

describe('a release of two Auto Scaling groups that is analysed', () => {
  test('passes when the candidate is as good as live, and each step says why', async () => {
    await withUsers();

    expect(await world.finish(await world.start('r-1'))).toBe('SUCCEEDED');
    const Key = { kind: { S: 'release' }, id: { S: 'r-1' } };
    const { Item } = await world.call('dynamodb', 'GetItem', { TableName: world.descriptor.table, Key });
    expect(Item.analysis.M).toMatchObject({ verdict: { S: 'pass' } });
    expect(Item.steps.M['1'].M.reason.S).toMatch(/^candidate failed .* requests, live .* alarms are quiet/);
    expect(world.aws.cloud.calls.filter(({ outcome }) => outcome === 'denied')).toEqual([]);
  });

  test('goes back when the candidate fails more often, and says so', async () => {
    await withUsers();
    users.behaviour.green = { errors: 0.02 };

    expect(await world.finish(await world.start('r-1'))).toBe('FAILED');
    await world.settle();
    expect(await world.remains('r-1')).toMatchObject({ outcome: 'rolled-back', live: 'blue', lock: undefined });
    expect(await reasonOf('r-1')).toMatch(/^candidate failed [\d,]+ of [\d,]+ requests, live .*; certain to 1 in/);
  });

  test('goes back when the candidate is slow more often, though no request fails', async () => {
    await withUsers();
    // Fewer than one in a hundred: no alarm on a 99th percentile sees it.
    users.behaviour.green = { errors: 0.001, slow: 0.008 };

    expect(await world.finish(await world.start('r-1'))).toBe('FAILED');
    await world.settle();
    expect(await reasonOf('r-1')).toMatch(/^candidate was slow on/);
  });

  test('goes back when the probe fails', async () => {
    await withUsers();
    world.probed = () => 'nobody answers';

    expect(await world.finish(await world.start('r-1'))).toBe('FAILED');
    await world.settle();
    expect(await reasonOf('r-1')).toBe('nobody answers');
  });

  test('is refused while there is nothing to compare with, unless the person says so', async () => {
    expect(await world.finish(await world.start('r-1'))).toBe('FAILED');
    expect(await reasonOf('r-1')).toMatch(/^there is no data of requests, errors, slow, connections on blue/);
    expect(await world.remains('r-1')).toMatchObject({ outcome: 'refused', weights: { blue: 100, green: 0 } });

    const { executionArn } = await world.call('states', 'StartExecution', {
      stateMachineArn: world.descriptor.releaseMachine,
      name: 'r-2',
      input: JSON.stringify({ candidate: { launchTemplateVersions: { blue: '1', green: '1' } }, withoutData: true }),
    });
    expect(await world.finish(executionArn)).toBe('SUCCEEDED');
    const Key = { kind: { S: 'release' }, id: { S: 'r-2' } };
    const { Item } = await world.call('dynamodb', 'GetItem', { TableName: world.descriptor.table, Key });
    // Drawn out as long as it may be, because no data is no pass by itself.
    expect(Item.steps.M['1'].M.reason.S).toMatch(/^in doubt 120 seconds after its end/);
  });
});
