import { deepEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { adoptedGroup } from '../fixtures/adopted-group';
import { MachineWorld } from '../fixtures/machine-world';
import { REDRIVEN, ROLLBACK, ROLLED_BACK } from './endings';
import { type Ending, killAtEach, onePerState, type Place, placesOf } from './kill-points';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'adoption-'));
  for (const step of ['before', 'adopted'] as const) adoptedGroup(step, {}, path.join(folder, step));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** All that is said of the existing group, which no release may change. */
async function oldGroup(world: MachineWorld): Promise<unknown> {
  const { AutoScalingGroups } = await world.call('autoscaling', 'DescribeAutoScalingGroups', {
    AutoScalingGroupNames: [world.descriptor.colours.blue.group],
  });
  return AutoScalingGroups;
}

const groups = new Map<object, unknown>();

async function create(): Promise<MachineWorld> {
  const world = await MachineWorld.create(path.join(folder, 'before'));
  await world.update(path.join(folder, 'adopted'));
  await world.clock.advance(300_000);
  groups.set(world, await oldGroup(world));
  return world;
}

/** The same ending, after which the existing group is live again and as it was. */
function backOnExisting(ending: Ending): Ending {
  return {
    ...ending,
    mend: async (world, executionArn, release, live) => {
      await ending.mend(world, executionArn, release, live);
      await world.settle();
      if ((await world.remains(release)).live !== 'blue') await world.finish(await world.rollBack(release, 'blue'));
      deepEqual(await oldGroup(world as MachineWorld), groups.get(world));
    },
    outcomes: ['rolled-back', undefined],
  };
}

/** The places of a first release, and of one that follows a rollback: a green that has instances has them replaced. */
async function placesWithin({ run }: Ending): Promise<Place[]> {
  const andBack: Pick<Ending, 'run'> = {
    run: async (world, release, live) => {
      const execution = await run(world, release, live);
      await world.settle();
      if ((await world.remains(release)).live !== live) await world.finish(await world.rollBack(release, live));
      return execution;
    },
  };
  const [first = [], later = []] = await placesOf(await create(), andBack);
  expect(first.length).toBeGreaterThanOrEqual(later.length);
  return onePerState(later);
}

/** As if its owner had scaled it in meanwhile. */
const BROUGHT_UP: Ending = {
  ...ROLLBACK,
  run: async (world, release, live) => {
    await world.finish(await world.start(release));
    await world.settle();
    return world.rollBack(release, live, true);
  },
};

test.each<[string, Ending, string]>([
  ['the release, and it is redriven', REDRIVEN, 'SetWeights'],
  ['the release, and it is rolled back', ROLLED_BACK, 'SetWeights'],
  ['its rollback, and it is redriven', ROLLBACK, 'SendTrafficBack'],
  ['a rollback that brings it up, and it is redriven', BROUGHT_UP, 'RaiseExisting'],
])('killing %s, leaves production on the existing group, and that unchanged', async (_, ending, state) => {
  const places = await placesWithin(ending);

  expect(places.map((place) => place.state)).toContain(state);
  expect(await killAtEach(places, create, backOnExisting(ending))).toEqual([]);
});
