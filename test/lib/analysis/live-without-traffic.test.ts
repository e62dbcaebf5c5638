import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Analysis, InconclusiveAction } from '../../../lib';
import { WatchedService } from '../../fixtures/watched-service';
import { synthesiseWatchedShop } from '../../fixtures/watched-shop';

const folder = mkdtempSync(path.join(tmpdir(), 'no-live-'));
const folders = {
  [InconclusiveAction.FAIL]: path.join(folder, 'fail'),
  [InconclusiveAction.PASS]: path.join(folder, 'pass'),
};
let world: WatchedService;

beforeAll(() => {
  for (const liveWithoutTrafficAction of [InconclusiveAction.FAIL, InconclusiveAction.PASS]) {
    synthesiseWatchedShop(folders[liveWithoutTrafficAction], {
      analysis: Analysis.ofTargets({ liveWithoutTraffic: Duration.minutes(5), liveWithoutTrafficAction }),
    });
  }
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => world.stop());

/** Releases a service whose live colour loses all its requests one minute after the candidate has got its own. */
async function release(action: InconclusiveAction): Promise<{ readonly id: string; readonly since: number }> {
  world = await WatchedService.create(folders[action]);
  const id = await world.release();
  await world.until(() => world.weights().green > 0);
  await world.clock.advance(60_000);
  world.users.lost.blue = true;
  const since = world.clock.now();
  return { id, since };
}

const NOTHING = /^live has had no requests for \d+ seconds, so there is nothing to compare with$/;

describe('a release whose live colour has no traffic any more', () => {
  test('is in doubt until its deadline, and goes back then', async () => {
    const { id, since } = await release(InconclusiveAction.FAIL);
    await world.until(() => world.weights().green === 0);
    const minutes = (world.clock.now() - since) / 60_000;

    expect(minutes).toBeGreaterThanOrEqual(5);
    expect(minutes).toBeLessThan(6);
    expect(await world.finish(id)).toBe('Stopped');
    expect(await world.record(id)).toMatchObject({
      outcome: 'rolled-back',
      rolledBackBy: 'the analysis',
      reason: expect.stringMatching(NOTHING),
    });
    const doubts = (await world.looks(id)).filter(({ reason }) => NOTHING.test(reason));
    expect(doubts.map(({ verdict }) => verdict)).toEqual([...doubts.slice(1).map(() => 'wait'), 'fail']);
    expect(doubts.length).toBeGreaterThan(1);
  });

  test('goes on where that is asked for, and every look after the deadline says so', async () => {
    const { id, since } = await release(InconclusiveAction.PASS);

    expect(await world.finish(id)).toBe('Succeeded');
    expect(await world.record(id)).toMatchObject({ outcome: 'succeeded' });
    const looks = (await world.looks(id)).filter(({ weight }) => weight === 10);
    const late = looks.filter(({ at }) => Date.parse(at) >= since + 330_000);
    expect(late.length).toBeGreaterThan(5);
    expect(late.every(({ verdict, reason }) => verdict === 'pass' && NOTHING.test(reason))).toBe(true);
  });
});
