import { OTHER_ZONE, REPLACEMENTS } from '../fixtures/replaced-apps';
import { UpdatedWorld } from '../fixtures/updated-world';

describe.each(REPLACEMENTS)('$workload: an update that makes $what anew', ({ workload, types, templates }) => {
  const idsOf = (world: UpdatedWorld<'replaced'>) =>
    [...world.aws.cloudFormation.stacks.find('Shop').resources.values()]
      .filter(({ type, logicalId }) => types.includes(type) && !/RedirectRule|Test/.test(logicalId))
      .map(({ existing }) => existing?.physicalId);

  test('begins with what is live, and back again', async () => {
    const world = await UpdatedWorld.create(workload, templates);
    await (await world.start()).end();
    const [before, old] = [await world.facts(), idsOf(world)];
    expect(before.blue).toBe(0);

    expect([await world.update('replaced'), world.failure]).toEqual(['UPDATE_COMPLETE', undefined]);
    const made = idsOf(world);
    expect(await world.facts()).toEqual(before);
    expect(made.filter((id) => old.includes(id))).toEqual([]);

    expect(await world.update('base')).toBe('UPDATE_COMPLETE');
    expect(await world.facts()).toEqual(before);
    await world.stop();
  });

  test('changes nothing when it fails afterwards, and the next release is one like any other', async () => {
    const world = await UpdatedWorld.create(workload, templates);
    await (await world.start()).end();
    const [before, old] = [await world.facts(), idsOf(world)];

    expect(await world.update('replaced', 'late')).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await world.facts()).toEqual(before);
    expect(idsOf(world)).toEqual(old);
    // Targets that were registered elsewhere meanwhile become healthy again.
    await world.clock.advance(120_000);
    await (await world.start()).end();
    expect((await world.facts()).blue).toBe(100);
    await world.stop();
  });
});

test('dns: records cannot be given to another zone, and stay as they are', async () => {
  const world = await UpdatedWorld.create('dns', OTHER_ZONE.templates);
  await (await world.start()).end();
  const before = await world.facts();

  expect(await world.update('replaced')).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(world.failure).toMatch(/the records are in hosted zone Z\w+, which this update no longer lets us read/);
  expect(await world.facts()).toEqual(before);
  await world.stop();
});
