import type { ReleasedWorld } from '../fixtures/released-world';
import { RELEASE, REVIVED, REVIVED_LATE } from './endings';
import { killAtEach, onePerState, type Place, placesOf } from './kill-points';
import { removeAssemblies, WORLDS } from './worlds';

afterAll(removeAssemblies);

describe.each<[string, () => () => Promise<ReleasedWorld>]>([
  ['two Auto Scaling groups', WORLDS.groups],
  ['a DNS name', WORLDS.name],
])('a release of %s that is killed and rolled back', (_, worlds) => {
  let create: () => Promise<ReleasedWorld>;
  let places: Place[];

  beforeAll(async () => {
    create = worlds();
    const [, later = []] = await placesOf(await create(), RELEASE);
    places = onePerState(later);
    expect(new Set(places.map(({ state }) => state))).toContain('SetWeights');
  });

  test('moves nothing any more when somebody redrives it', async () => {
    expect(await killAtEach(places, create, REVIVED)).toEqual([]);
  });

  test('moves nothing either when another release has followed', async () => {
    // One that never had the lock begins like any other.
    const begun = places.filter(({ state }) => state !== 'Lock');
    expect(await killAtEach(begun, create, REVIVED_LATE)).toEqual([]);
  });
});
