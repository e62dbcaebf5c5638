import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AnalysisRule } from '../../../lib';
import { MINUTE, meanServed, ordersBy, synthesiseOrders, TEN_SECONDS } from '../../fixtures/orders-release';
import { WatchedService } from '../../fixtures/watched-service';

const folder = mkdtempSync(path.join(tmpdir(), 'high-resolution-'));
const STARTS = [0, 20, 40];
let byMinutes: string;
let byTenSeconds: string;

beforeAll(() => {
  byMinutes = synthesiseOrders(folder, 'minutes', ordersBy(MINUTE));
  byTenSeconds = synthesiseOrders(folder, 'ten-seconds', ordersBy(TEN_SECONDS));
});
afterAll(() => rmSync(folder, { recursive: true }));

// Decision 0027 has the figures, and `npm run bench:high-resolution` makes them.
test('a candidate that loses 5 % of its orders is sent back in less than two thirds of the time when ten seconds are judged by themselves', async () => {
  const [minutes, tens] = [await meanServed(byMinutes, 0.05, STARTS), await meanServed(byTenSeconds, 0.05, STARTS)];

  expect(tens.seconds).toBeLessThan((minutes.seconds * 2) / 3);
  for (const reason of [...minutes.reasons, ...tens.reasons]) {
    expect(reason).toMatch(/^candidate lost \d+ of [\d,]+ orders, live .*; certain to 1 in/);
  }
});

test('a fixed rule about such a metric sends it back too, half a minute after its third bad period', async () => {
  const orders = ordersBy(TEN_SECONDS, true);
  const rule = AnalysisRule.candidate(orders, { atMost: 0.02, interval: TEN_SECONDS });
  const { seconds, reasons } = await meanServed(synthesiseOrders(folder, 'rule', orders, [rule]), 0.1, [0]);

  expect(reasons).toEqual([
    expect.stringMatching(/^candidate lost [\d.]+ % of its orders: above 2 %, as in 3 of 3 measurements/),
  ]);
  // Three periods, the wait, and the look that sees it.
  expect(seconds).toBeLessThanOrEqual(90);
});

test('a release that nobody has looked at for longer than CloudWatch keeps ten seconds is judged by minutes, from where it was', async () => {
  const world = await WatchedService.create(byTenSeconds);
  try {
    world.users.writesOrders = true;
    await world.clock.advance(1_200_000);
    const id = await world.release();
    await world.until(() => world.weights().green === 100);
    const executionArn = world.watchers[0]?.arn ?? '';
    await world.call('states', 'StopExecution', { executionArn, error: 'Killed', cause: 'a test' });
    await world.clock.advance(3.5 * 3_600_000);
    const ordersOf = async () => {
      const { reason = '' } = (await world.looks(id)).at(-1) ?? {};
      return Number(/ of ([\d,]+) orders/.exec(reason)?.[1]?.replaceAll(',', ''));
    };
    const before = await ordersOf();
    await world.call('states', 'RedriveExecution', { executionArn });
    await world.clock.advance(60_000);

    // 100 a second, all of them on the candidate.
    expect((await ordersOf()) - before).toBeGreaterThan(100 * 3.4 * 3_600);
    expect(await world.finish(id)).toBe('Succeeded');
  } finally {
    await world.stop();
  }
});
