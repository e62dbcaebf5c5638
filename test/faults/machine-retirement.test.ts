import type { MachineWorld } from '../fixtures/machine-world';
import { BACK_FROM_ZERO, RELEASE, RETIRED, RETIREMENT_REVIVED } from './endings';
import { killAtEach, onePerState, placesOf } from './kill-points';
import { removeAssemblies, WORLDS } from './worlds';

// Not for waiting, but for computing: some fifty releases in virtual time. `npm run bench:kills` takes all places.
jest.setTimeout(300_000);

let create: () => Promise<MachineWorld>;
beforeAll(() => {
  create = WORLDS.keptForAnHour();
});
afterAll(removeAssemblies);

describe('the retirement of a previous colour that is killed before or after any of its calls', () => {
  test('and is redriven, scales it to zero', async () => {
    const [, places = []] = await placesOf(await create(), RETIRED);
    expect(places.map(({ state }) => state)).toContain('ScaleToZero');
    expect(await killAtEach(places, create, RETIRED)).toEqual([]);
  });

  test('and is redriven only when that colour is live again, leaves it alone', async () => {
    const [, places = []] = await placesOf(await create(), RETIREMENT_REVIVED);
    expect(await killAtEach(places, create, RETIREMENT_REVIVED)).toEqual([]);
  });

  test('does not hold up later releases for good', async () => {
    const world = await create();
    world.aws.stepFunctions.stopAt(({ executionArn, state, when }) => {
      return executionArn.endsWith('r-0-retire') && state === 'ScaleToZero' && when === 'before';
    });
    await RELEASE.run(world, 'r-0', 'blue');
    await world.settle();
    expect(await world.remains('r-0')).toMatchObject({ lock: 'r-0-retire', live: 'green' });

    expect(await world.finish(await world.start('r-1'))).toBe('FAILED');
    await world.clock.advance(601_000);
    expect(await world.finish(await world.start('r-2'))).toBe('SUCCEEDED');
    expect(await world.remains('r-2')).toMatchObject({ outcome: 'succeeded', live: 'blue', lock: undefined });
    await world.stop();
  });
});

test('a rollback that must bring the previous colour up, killed before or after any of its calls and redriven, ends', async () => {
  const [, places = []] = await placesOf(await create(), BACK_FROM_ZERO);
  expect(places.map(({ state }) => state)).toContain('WaitUntilPreviousIsHealthy');
  expect(await killAtEach(onePerState(places), create, BACK_FROM_ZERO)).toEqual([]);
});
