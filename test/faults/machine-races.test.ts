import type { ReleasedWorld } from '../fixtures/released-world';
import { RELEASE } from './endings';
import { onePerState, type Place, placesOf } from './kill-points';
import { removeAssemblies, WORLDS } from './worlds';

afterAll(removeAssemblies);

/** Releases, and sends everything back at the moment of a call, before or after it, without waiting for anything; returns what is wrong then. */
async function rolledBackAt(world: ReleasedWorld, place: Place, release: string): Promise<unknown> {
  const { live } = await world.remains(release);
  let rollback: Promise<string> | undefined;
  world.aws.stepFunctions.stopAt(({ executionArn, call, when }) => {
    const isNow = executionArn.endsWith(`:${release}`) && call === place.call && when === place.when;
    if (isNow) rollback ??= world.rollBack(release, live);
    return false;
  });
  await world.finish(await world.start(release));
  world.aws.stepFunctions.stopAt();
  await world.finish((await rollback) ?? '');
  await world.settle();
  await world.clock.advance(900_000);
  const { weights, lock, live: liveThen } = await world.remains(release);
  const isWell = weights[live] === 100 && liveThen === live && lock === undefined && world.healthy(live) > 0;
  const violations = world.violations.splice(0);
  return isWell && violations.length === 0 ? [] : [{ place, weights, lock, live, liveThen, violations }];
}

test.each<[string, () => () => Promise<ReleasedWorld>]>([
  ['two Auto Scaling groups', WORLDS.groups],
  ['a DNS name', WORLDS.name],
])('a release of %s that is sent back in the middle of any of its calls leaves all on live', async (_, worlds) => {
  const create = worlds();
  const [, places = []] = await placesOf(await create(), RELEASE);
  const world = await create();
  const problems: unknown[] = [];
  // Before its first two calls there is no release yet that could be sent back.
  const begun = onePerState(places).filter(({ state }) => state !== 'Lock' && state !== 'Record');
  for (const [round, place] of begun.entries()) {
    const release = `20260601T${String(round).padStart(6, '0')}Z-r`;
    problems.push(...((await rolledBackAt(world, place, release)) as unknown[]));
  }
  await world.stop();
  expect(problems).toEqual([]);
});
