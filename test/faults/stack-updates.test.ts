import fc from 'fast-check';
import { SEED } from '../fixtures/seed';
import { happen, stories } from '../fixtures/update-story';
import { templatesOf, WORKLOADS } from '../fixtures/updated-apps';
import { UpdatedWorld } from '../fixtures/updated-world';

const STORIES = 20;

describe.each(WORKLOADS)('stack updates of %s', (workload) => {
  const templates = templatesOf(workload);

  test('never move traffic, whatever comes before them', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const world = await UpdatedWorld.create(workload, templates);
        try {
          expect(await happen(world, story)).toEqual([]);
        } finally {
          await world.stop();
        }
      }),
      { numRuns: STORIES, seed: SEED },
    );
  });

  test('ask what is live when something of it is written, and not otherwise', async () => {
    const world = await UpdatedWorld.create(workload, templates);
    const { asked } = world;

    expect(await world.update('base')).toBeUndefined();
    expect(world.asked).toBe(asked);
    expect(await world.update('certificate')).toBe('UPDATE_COMPLETE');
    expect(world.asked).toBe(asked + 1);
    await world.stop();
  });

  test('are refused while a release runs, and the release goes on', async () => {
    const world = await UpdatedWorld.create(workload, templates);
    const release = await world.start();
    await world.clock.advance(60_000);

    expect(await world.update('certificate')).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(world.failure).toMatch(/release \S+ of Shop\/Orders is running/);
    await release.end();
    expect((await world.facts()).blue).toBe(0);
    await world.stop();
  });
});
