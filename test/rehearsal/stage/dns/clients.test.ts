import { DnsClients } from '../../../../rehearsal/stage/dns/clients';
import { longestOnOldMs, shareOnOld } from '../../../../rehearsal/stage/dns/expected-curve';
import { resolve } from '../../../../rehearsal/stage/dns/resolver';
import { DnsTrafficModel } from '../../../../rehearsal/stage/dns/traffic-model';
import { TrafficOverTime } from '../../../../rehearsal/stage/dns/traffic-over-time';
import { create, localRoute53, upsert, weighted } from '../../services/route53/setting';

const answer = (setIdentifier: string, ttlSeconds = 60) => ({
  code: 'NOERROR' as const,
  values: ['x'],
  ttlSeconds,
  setIdentifier,
});

/** Numbers that look random and are the same in every run. */
function seeded(seed = 1) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test('a resolver keeps an answer as long as its TTL says', () => {
  let asked = 0;
  const ask = () => answer(String(++asked));

  const first = resolve(undefined, 0, ask);

  expect(resolve(first, 59_999, ask).answer.setIdentifier).toBe('1');
  expect(resolve(first, 60_000, ask).answer.setIdentifier).toBe('2');
});

test('one that ignores the TTL keeps it for longer', () => {
  const first = resolve(undefined, 0, () => answer('blue'), 600_000);

  expect(first.until).toBe(600_000);
});

test.each([
  ['no resolver', { resolvers: 0 }],
  ['half a resolver', { resolvers: 1.5 }],
  ['more stragglers than users', { stragglerShare: 1.5 }],
])('refuses %s', (_what, options) => {
  const clients = () => new DnsClients({ authority: () => answer('blue'), random: () => 0, ...options });

  expect(clients).toThrow(/must be/);
});

test('users do not all ask again at the same moment', () => {
  let now = 0;
  let asked = 0;
  const clients = new DnsClients({
    random: seeded(),
    stragglerShare: 0,
    authority: () => {
      asked++;
      return answer('blue');
    },
  });
  clients.shares(now);
  asked = 0;

  now = 30_000;
  clients.shares(now);

  expect(asked).toBeGreaterThan(70);
  expect(asked).toBeLessThan(130);
});

test('requests move over as INSYNC, TTL and stragglers say', async () => {
  const { change, clock, route53 } = await localRoute53();
  await change(create(weighted('blue', 255)), create(weighted('green', 0)));
  await clock.advance(120_000);
  const random = seeded();
  const traffic = new TrafficOverTime(30_000);
  const clients = new DnsClients({
    resolvers: 2_000,
    stragglersKeepMs: 600_000,
    random,
    authority: () => route53.resolve('app.example.com', 'A', random),
  });
  const model = new DnsTrafficModel({
    clock,
    clients,
    requestsPerSecond: 100,
    everyMs: 1_000,
    onTraffic: (at, { setIdentifier = '' }, requests) => traffic.count(at, setIdentifier, requests),
  });
  await clock.advance(60_000);
  await change(upsert(weighted('blue', 0)), upsert(weighted('green', 255)));
  const changedAt = clock.now();
  await clock.advance(900_000);
  model.stop();

  const curve = { ttlMs: 60_000, stragglersKeepMs: 600_000 };
  for (const { at, share } of traffic.shareOf('blue', changedAt)) {
    const middle = at + 14_500 - changedAt; // the model draws every second, from the interval's beginning on
    expect(Math.abs(share - shareOnOld(middle, curve))).toBeLessThan(0.04);
  }
  expect(traffic.lastOf('blue')).toBeGreaterThan(changedAt + 300_000);
  expect(traffic.lastOf('blue')).toBeLessThanOrEqual(changedAt + longestOnOldMs(curve) + traffic.intervalMs);
});

test.each([
  [0, 1],
  [30_000, 0.95 * (1 - 450 / 3_600) + 0.05 * (1 - 7.5 / 900)],
  [60_000, 0.95 * 0.5 + 0.05 * (1 - 30 / 900)],
  [120_000, 0.05 * (1 - 90 / 900)],
  [960_000, 0],
])('%i ms after the change, a share of %f is still led by the old record', (since, share) => {
  expect(shareOnOld(since, { ttlMs: 60_000 })).toBeCloseTo(share, 3);
});
