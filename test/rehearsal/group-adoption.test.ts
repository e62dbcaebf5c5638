import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Analysis } from '../../lib';
import { adoptedGroup, type GroupAdoptionStep } from '../fixtures/adopted-group';
import { MachineWorld } from '../fixtures/machine-world';
import { RoutedUsers } from '../fixtures/routed-users';
import { VirtualUsers } from '../fixtures/virtual-users';

const STEPS: readonly GroupAdoptionStep[] = ['before', 'adopted', 'left', 'gone'];
const OLD_GROUP = /Rolling/;

let folder: string;
let world: MachineWorld;
let users: RoutedUsers;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'adoption-'));
  for (const step of STEPS) adoptedGroup(step, {}, at(step));
  adoptedGroup('adopted', { analysis: Analysis.ofTargets() }, path.join(folder, 'analysed'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** With users who have come. */
async function begin(step: GroupAdoptionStep): Promise<void> {
  world = await MachineWorld.create(at(step));
  users = new RoutedUsers(world.aws, world.clock);
  void users.come();
}

/** Whatever happens, nobody is lost, and no permission is missing. */
afterEach(async () => {
  users.leave();
  expect(users.requests).toBeGreaterThan(600);
  expect([users.lost, world.violations]).toEqual([0, []]);
  expect(world.aws.cloud.calls.filter(({ outcome }) => outcome === 'denied')).toEqual([]);
  await world.stop();
});

function at(step: GroupAdoptionStep): string {
  return path.join(folder, step);
}

/** The target groups that serve in the next two minutes. */
async function serving(): Promise<string[]> {
  users.servedBy();
  await world.clock.advance(120_000);
  return users.servedBy();
}

async function old() {
  const { AutoScalingGroups } = await world.call('autoscaling', 'DescribeAutoScalingGroups', {});
  return AutoScalingGroups.find((one: { AutoScalingGroupName: string }) => OLD_GROUP.test(one.AutoScalingGroupName));
}

async function release(id: string): Promise<{ readonly outcome?: string; readonly reason?: string }> {
  await world.finish(await world.start(id));
  await world.settle();
  return world.read('release', id);
}

async function rollBack(id: string, to: 'blue' | 'green' = 'blue'): Promise<string> {
  const status = await world.finish(await world.rollBack(id, to));
  await world.settle();
  return status;
}

test('a group that serves is blue until a release has left it, and is never changed', async () => {
  await begin('before');
  const [oldTargets] = await serving();
  const before = await old();

  await world.update(at('adopted'));
  const { blue, green } = world.descriptor.colours;
  expect([blue.targetGroup, blue.group]).toEqual([oldTargets, before.AutoScalingGroupName]);
  expect(await serving()).toEqual([oldTargets]);

  await world.startUntil('r-1', () => world.weights().green === 10);
  expect((await serving()).sort()).toEqual([oldTargets, green.targetGroup].sort());
  expect(await rollBack('r-1')).toBe('SUCCEEDED');
  expect(await serving()).toEqual([oldTargets]);

  expect((await release('r-2')).outcome).toBe('succeeded');
  expect(await serving()).toEqual([green.targetGroup]);
  expect(await old()).toEqual(before);

  expect(await release('r-3')).toMatchObject({
    outcome: 'refused',
    reason: expect.stringMatching(/take 'existing' out/),
  });

  await world.update(at('left'));
  expect(world.descriptor.colours.blue.targetGroup).not.toBe(oldTargets);
  expect(await serving()).toEqual([green.targetGroup]);

  expect((await release('r-4')).outcome).toBe('succeeded');
  expect(await serving()).toEqual([world.descriptor.colours.blue.targetGroup]);
  expect(await old()).toEqual(before);

  await world.update(at('gone'));
  expect(await old()).toBeUndefined();
  expect(await serving()).toEqual([world.descriptor.colours.blue.targetGroup]);
  expect((await release('r-5')).outcome).toBe('succeeded');
});

test('while it has production it cannot be taken out of the template, and the way back after the bake raises it to what serves', async () => {
  await begin('before');
  await world.update(at('adopted'));
  await expect(world.update(at('left'))).rejects.toThrow(/has production traffic.*then take 'existing' away/);
  await world.clock.advance(300_000);

  expect((await release('r-1')).outcome).toBe('succeeded');
  const { AutoScalingGroupName } = await old();
  // Its owner scales it in, because nobody asks it any more.
  const size = { MinSize: 1, DesiredCapacity: 1 };
  await world.call('autoscaling', 'UpdateAutoScalingGroup', { AutoScalingGroupName, ...size });
  await world.clock.advance(300_000);
  expect(world.healthy('blue')).toBe(1);

  expect(await world.finish(await world.rollBack('r-1', 'blue', true))).toBe('SUCCEEDED');
  expect(await old()).toMatchObject({ MinSize: 1, MaxSize: 4, DesiredCapacity: 2 });
  expect(world.weights()).toEqual({ blue: 100, green: 0 });

  // And forward again, to a candidate that was scaled down.
  expect(await world.finish(await world.rollBack('r-1', 'green', true))).toBe('SUCCEEDED');
  expect(world.weights()).toEqual({ blue: 0, green: 100 });
  expect(await old()).toMatchObject({ MinSize: 1, DesiredCapacity: 2 });
});

test('a new environment is made with the old group and all, and its first release is the same', async () => {
  await begin('adopted');
  const before = await old();

  expect((await release('r-1')).outcome).toBe('succeeded');
  expect(await serving()).toEqual([world.descriptor.colours.green.targetGroup]);
  expect(await old()).toEqual(before);
});

test('the first release is judged against the existing group, and a worse one goes back to it', async () => {
  await begin('before');
  await world.update(path.join(folder, 'analysed'));
  const { rule, listener, colours } = world.descriptor;
  const arns = { blue: colours.blue.targetGroup, green: colours.green.targetGroup };
  const answered = new VirtualUsers(world.aws, world.clock, listener, arns, () => world.aws.elbv2.weightsOfRule(rule));
  // Below the alarm, which fires at five percent.
  answered.behaviour = { blue: { errors: 0.001 }, green: { errors: 0.03 } };
  answered.start();
  await world.clock.advance(900_000);

  const judged = await release('r-1');
  answered.stop();

  expect(judged).toMatchObject({
    outcome: 'rolled-back',
    reason: expect.stringMatching(/^candidate failed [\d,]+ of [\d,]+ requests, live .* certain to 1 in/),
  });
  expect(await serving()).toEqual([arns.blue]);
});
