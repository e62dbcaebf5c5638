import type { MachineWorld } from '../fixtures/machine-world';
import { REDRIVEN, RELEASE, ROLLED_BACK } from './endings';
import { killAtEach, onePerState, type Place, placesOf } from './kill-points';
import { removeAssemblies, WORLDS } from './worlds';

afterAll(removeAssemblies);

describe.each([
  ['by CodeDeploy revisions', WORLDS.revisions, ['WaitForInstances', 'DeployRevision', 'LookAtDeployment']],
  ['on spot instances', WORLDS.spot, ['ReplaceSpotInstances', 'WaitForCapacity']],
])('a release %s', (_, worlds, own) => {
  let create: () => Promise<MachineWorld>;
  let places: Place[];

  beforeAll(async () => {
    create = worlds();
    const [, later = []] = await placesOf(await create(), RELEASE);
    places = onePerState(later);
    expect(places.map(({ state }) => state)).toEqual(expect.arrayContaining(own));
  });

  test('that is killed and redriven succeeds', async () => {
    expect(await killAtEach(places, create, REDRIVEN)).toEqual([]);
  });

  test('that is killed and rolled back leaves everything on what was live', async () => {
    expect(await killAtEach(places, create, ROLLED_BACK)).toEqual([]);
  });
});

test('a revision that fails on one instance goes back, though CodeDeploy counts it as a success', async () => {
  const world = await WORLDS.revisions()();
  let broken: string | undefined;
  world.deploy = async ({ instanceId, event, revision }) => {
    // New instances first get what was good before.
    if (revision.s3Location?.key !== 'v3.zip') return;
    broken ??= instanceId;
    if (instanceId === broken && event === 'BeforeInstall') throw new Error('no space left');
  };
  await RELEASE.run(world, 'r-0', 'blue');
  await world.settle();

  expect(await world.remains('r-0')).toMatchObject({ outcome: 'rolled-back', live: 'blue', weights: { blue: 100 } });
  expect((await world.clock.run(world.read('release', 'r-0'))).reason).toMatch(
    /^deployment d-\w+ left out 1 instances, which still have the revision before$/,
  );
  await world.stop();
});
