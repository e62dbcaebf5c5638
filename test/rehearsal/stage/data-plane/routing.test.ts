import fc from 'fast-check';
import { type Decision, type RoutingContext, route } from '../../../../rehearsal/stage/data-plane/routing';
import type { GroupTable, ListenerTable, TargetState } from '../../../../rehearsal/stage/data-plane/routing-table';
import { stickyCookies } from '../../../../rehearsal/stage/data-plane/sticky-cookie';
import { group, listener, split, target } from '../../../fixtures/routing-table';

const NOW = Date.UTC(2026, 0, 1);
const BOTH_UP = [group('blue', [target('b1')]), group('green', [target('g1')])];

function context(groups: readonly GroupTable[], overrides: Partial<RoutingContext> = {}): RoutingContext {
  return { groups: new Map(groups.map((one) => [one.groupArn, one])), random: () => 0.5, now: NOW, ...overrides };
}

function get(url: string, headers: Record<string, string> = {}) {
  return { url, headers: { host: 'shop.example', ...headers } };
}

/** Where a decision leads: `blue/b1`, or what else it is. */
function where(decision: Decision): string {
  return decision.kind === 'forward' ? `${decision.group.groupArn}/${decision.target.id}` : decision.kind;
}

/** The cookie header of a client that got these Set-Cookie headers. */
function cookieOf(setCookies: readonly string[]): string {
  return setCookies.map((header) => header.split(';')[0]).join('; ');
}

describe('weights', () => {
  test.each([
    [1, 0, 0.99, 'blue/b1'],
    [0, 1, 0, 'green/g1'],
    [90, 10, 0.89, 'blue/b1'],
    [90, 10, 0.9, 'green/g1'],
    [999, 1, 0.9985, 'blue/b1'],
    [999, 1, 0.9995, 'green/g1'],
    [0, 0, 0.5, 'unavailable'],
  ])('%d to %d at %d leads to %s', (blue, green, random, expected) => {
    expect(where(route(get('/'), listener(split(blue, green)), context(BOTH_UP, { random: () => random })))).toBe(
      expected,
    );
  });

  test('are shares of their sum', () => {
    const weight = fc.integer({ min: 0, max: 999 });
    fc.assert(
      fc.property(weight, weight, (blue, green) => {
        fc.pre(blue + green > 0);
        const draws = 2000;
        let next = 0;
        const even = context(BOTH_UP, { random: () => (Math.floor(next++ / 2) + 0.5) / draws });
        let toBlue = 0;
        for (let draw = 0; draw < draws; draw++) {
          if (where(route(get('/'), listener(split(blue, green)), even)) === 'blue/b1') toBlue += 1;
        }
        expect(Math.abs(toBlue / draws - blue / (blue + green))).toBeLessThanOrEqual(1 / draws);
      }),
    );
  });
});

describe('whatever the states of the targets', () => {
  const states = fc.array(fc.constantFrom<TargetState>('healthy', 'unhealthy', 'initial', 'draining', 'unused'), {
    maxLength: 5,
  });
  const weights = fc.integer({ min: 0, max: 999 });
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  function groupOf(name: string, all: readonly TargetState[]): GroupTable {
    return group(
      name,
      all.map((state, index) => target(`${name}${index}`, { state })),
    );
  }

  test('no request goes to a group of weight 0, to a draining target, or past a healthy one to another', () => {
    fc.assert(
      fc.property(states, states, weights, weights, random, random, (blues, greens, blue, green, first, second) => {
        const draws = [first, second];
        const decision = route(
          get('/'),
          listener(split(blue, green)),
          context([groupOf('blue', blues), groupOf('green', greens)], { random: () => draws.shift() ?? 0 }),
        );
        if (decision.kind !== 'forward') return;
        expect(decision.group.groupArn === 'blue' ? blue : green).toBeGreaterThan(0);
        expect(['healthy', 'unhealthy']).toContain(decision.target.state);
        if (decision.group.targets.some(({ state }) => state === 'healthy'))
          expect(decision.target.state).toBe('healthy');
      }),
    );
  });

  test('a group with a healthy target is never unavailable', () => {
    fc.assert(
      fc.property(states, weights, random, (others, weight, draw) => {
        fc.pre(weight > 0);
        const blue = groupOf('blue', [...others, 'healthy']);
        expect(where(route(get('/'), listener(split(weight, 0)), context([blue], { random: () => draw })))).toMatch(
          /^blue/,
        );
      }),
    );
  });
});

test.each([
  ['all unhealthy: fails open', ['unhealthy', 'unhealthy'], 'blue/1'],
  ['unhealthy and initial: fails open to the unhealthy', ['initial', 'unhealthy'], 'blue/1'],
  ['empty', [], 'unavailable'],
  ['only draining', ['draining'], 'unavailable'],
  ['only initial', ['initial'], 'unavailable'],
  ['healthy and draining', ['draining', 'healthy'], 'blue/1'],
] as const)('a group that is %s', (_name, states, expected) => {
  const blue = group(
    'blue',
    states.map((state, index) => target(String(index), { state })),
  );
  const decision = route(get('/'), listener(split(1, 0)), context([blue], { random: () => 0.99 }));
  expect(where(decision)).toBe(expected);
  if (decision.kind === 'unavailable') expect(decision.emptyGroupArn).toBe('blue');
});

test('a group with only initial targets fails open when the switch says so', () => {
  const blue = group('blue', [target('b1', { state: 'initial' })]);
  const switched = context([blue], { switches: { failOpenToInitial: true } });
  expect(where(route(get('/'), listener(split(1, 0)), switched))).toBe('blue/b1');
});

describe('group stickiness', () => {
  const sticky = (blue: number, green: number) =>
    listener(split(blue, green, { groupStickiness: { enabled: true, durationSeconds: 60 } }));
  const onGreen = { cookie: cookieOf(stickyCookies('AWSALBTG', 'green', 60, NOW)) };
  const toBlue: Partial<RoutingContext> = { random: () => 0 };

  test('gives a cookie that leads back to the group', () => {
    const first = route(get('/'), sticky(50, 50), context(BOTH_UP, { random: () => 0.7 }));
    if (first.kind !== 'forward') throw new Error(`expected a forward, got ${first.kind}`);

    const again = get('/', { cookie: cookieOf(first.cookies) });

    expect(where(first)).toBe('green/g1');
    expect(where(route(again, sticky(50, 50), context(BOTH_UP, toBlue)))).toBe('green/g1');
  });

  test('ends with its duration', () => {
    const later = context(BOTH_UP, { ...toBlue, now: NOW + 60_000 });
    expect(where(route(get('/', onGreen), sticky(50, 50), later))).toBe('blue/b1');
  });

  test('holds at weight 0 by default, and not when the switch says so', () => {
    expect(where(route(get('/', onGreen), sticky(100, 0), context(BOTH_UP, toBlue)))).toBe('green/g1');
    const evicting = context(BOTH_UP, { ...toBlue, switches: { stickyToWeightZero: false } });
    expect(where(route(get('/', onGreen), sticky(100, 0), evicting))).toBe('blue/b1');
  });

  test('does not hold to a group that has nobody', () => {
    const groups = [group('blue', [target('b1')]), group('green', [])];
    expect(where(route(get('/', onGreen), sticky(50, 50), context(groups, toBlue)))).toBe('blue/b1');
  });

  test('is not in force when the action does not ask for it', () => {
    expect(where(route(get('/', onGreen), listener(split(50, 50)), context(BOTH_UP, toBlue)))).toBe('blue/b1');
  });

  test.each(['AWSALBTG=nonsense', 'AWSALBTG=', 'AWSALBTG=bnVsbA', 'other=1'])('ignores the cookie %s', (cookie) => {
    expect(where(route(get('/', { cookie }), sticky(50, 50), context(BOTH_UP, toBlue)))).toBe('blue/b1');
  });
});

describe('target stickiness', () => {
  const targetStickiness = { enabled: true, durationSeconds: 60 };
  const onSecond = { cookie: cookieOf(stickyCookies('AWSALB', 'b2', 60, NOW)) };

  test.each([
    ['healthy', 'blue/b2'],
    ['unhealthy', 'blue/b1'],
    ['draining', 'blue/b1'],
  ] as const)('leads a client of a target that is now %s to %s', (state, expected) => {
    const blue = group('blue', [target('b1'), target('b2', { state })], { targetStickiness });
    const first = context([blue], { random: () => 0 });
    expect(where(route(get('/', onSecond), listener(split(1, 0)), first))).toBe(expected);
  });
});

test('a target in slow start gets a share that grows with its age', () => {
  const share = (ageSeconds: number) => {
    const slow = target('slow', { slowStartFrom: NOW - ageSeconds * 1000 });
    const blue = group('blue', [slow, target('old')], { slowStartSeconds: 100 });
    let hits = 0;
    for (let draw = 0; draw < 1000; draw++) {
      const at = context([blue], { random: () => draw / 1000 });
      if (where(route(get('/'), listener(split(1, 0)), at)) === 'blue/slow') hits += 1;
    }
    return hits / 1000;
  };
  expect(share(0)).toBeCloseTo(0.01, 2);
  expect(share(50)).toBeCloseTo(1 / 3, 2);
  expect(share(100)).toBeCloseTo(1 / 2, 2);
  expect(share(500)).toBeCloseTo(1 / 2, 2);
});

describe('rules', () => {
  const fixed = (body: string) => ({ kind: 'fixed-response', statusCode: 200, body }) as const;
  const ruled: ListenerTable = listener(fixed('default'), {
    rules: [
      { priority: 20, conditions: [{ field: 'path-pattern', values: ['/api/*'] }], action: fixed('api') },
      {
        priority: 10,
        conditions: [
          { field: 'path-pattern', values: ['/api/v?/*', '/old'] },
          { field: 'host-header', values: ['*.example'] },
        ],
        action: fixed('versioned'),
      },
      { priority: 5, conditions: [{ field: 'http-header', name: 'X-Beta', values: ['yes*'] }], action: fixed('beta') },
    ],
  });

  test.each([
    ['/', {}, 'default'],
    ['/api/orders', {}, 'api'],
    ['/API/orders', {}, 'default'],
    ['/api/v2/orders', {}, 'versioned'],
    ['/api/v22/orders', {}, 'api'],
    ['/api/v2/orders', { host: 'SHOP.EXAMPLE:8080' }, 'versioned'],
    ['/api/v2/orders', { host: 'shop.test' }, 'api'],
    ['/old?x=/new', {}, 'versioned'],
    ['/older', {}, 'default'],
    ['/api/v2/x', { 'x-beta': 'YES please' }, 'beta'],
    ['/api.v2', {}, 'default'],
  ])('%s with %p is answered by %s', (url, headers, expected) => {
    expect(route(get(url, headers), ruled, context([]))).toMatchObject({ kind: 'fixed-response', body: expected });
  });
});

test.each([
  [{ protocol: 'HTTPS', port: '443' }, '/a/b?c=d', 'https://shop.example:443/a/b?c=d'],
  [{ path: '/new/#{path}', query: '' }, '/a?c=d', 'http://shop.example:80/new/a'],
  [{ host: 'www.#{host}', query: 'from=#{path}&#{query}' }, '/a?c=d', 'http://www.shop.example:80/a?from=a&c=d'],
])('a redirect with %p from %s leads to %s', (parts, url, location) => {
  const redirecting = listener({ kind: 'redirect', statusCode: 301, ...parts });
  expect(route(get(url), redirecting, context([]))).toEqual({ kind: 'redirect', statusCode: 301, location });
});
