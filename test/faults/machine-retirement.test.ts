import type { MachineWorld } from '../fixtures/machine-world';
import { BACK_FROM_ZERO, RELEASE, RETIRED, RETIREMENT_REVIVED } from './endings';
import { killAtEach, onePerState, placesOf } from './kill-points';
import { removeAssemblies, WORLDS } from './worlds';

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

  test.each([
    ['LockIfStillIdle', 'before'],
    ['LockIfStillIdle', 'after'],
  ])('leaves a colour alone that is sent everything back at that moment (%s, %s)', async (state, when) => {
    const world = await create();
    let rollback: Promise<string> | undefined;
    world.aws.stepFunctions.stopAt((point) => {
      const isNow = point.executionArn.endsWith('r-0-retire') && point.state === state && point.when === when;
      if (isNow) rollback ??= world.rollBack('r-0', 'blue', false);
      return false;
    });
    await RELEASE.run(world, 'r-0', 'blue');
    await world.settle();
    expect(await world.finish((await rollback) ?? '')).toBe('SUCCEEDED');
    await world.settle();

    expect(await world.remains('r-0')).toMatchObject({ outcome: 'rolled-back', live: 'blue', weights: { blue: 100 } });
    expect(world.violations).toEqual([]);
    expect((await world.remains('r-0')).lock).toBeUndefined();
    await world.stop();
  });

  test('leaves a colour alone that a rollback gave everything, which was killed before it could say so', async () => {
    const world = await create();
    expect(await world.finish(await world.start('r-0'))).toBe('SUCCEEDED');
    world.aws.stepFunctions.stopAt(({ state, when }) => state === 'SendTrafficBack' && when === 'after');
    expect(await world.finish(await world.rollBack('r-0', 'blue'))).toBe('ABORTED');
    await world.settle();
    await world.clock.advance(900_000);

    expect(await world.remains('r-0')).toMatchObject({ live: 'green', weights: { blue: 100, green: 0 } });
    expect(world.healthy('blue')).toBe(2);
    expect(world.violations).toEqual([]);
    await world.stop();
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
    await world.clock.advance(1_201_000);
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
