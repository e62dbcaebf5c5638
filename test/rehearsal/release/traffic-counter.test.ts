import { TrafficCounter } from '../../../rehearsal/release/traffic-counter';
import type { Observation } from '../../../rehearsal/stage/data-plane/observation';

const SERVICE = { productionListeners: ['production'], groups: { blue: 'blue-group', green: 'green-group' } };

function counted(...observations: Partial<Observation>[]): TrafficCounter {
  const counter = new TrafficCounter(SERVICE);
  for (const observation of observations) {
    counter.count({ listenerArn: 'production', status: 200, latencyMs: 1, at: 0, ...observation });
  }
  return counter;
}

describe('traffic counter', () => {
  test('counts production traffic by colour, with errors', () => {
    const counter = counted(
      { groupArn: 'blue-group' },
      { groupArn: 'green-group', status: 500 },
      { groupArn: 'green-group', status: 502, connectionError: 'ECONNREFUSED' },
    );

    expect(counter.traffic).toEqual({ blue: { requests: 1, errors: 0 }, green: { requests: 2, errors: 2 } });
  });

  test('knows in which seconds requests came after a moment', () => {
    const counter = counted(...[900, 2_100, 2_900, 3_000].map((at) => ({ groupArn: 'blue-group', at })), {
      groupArn: 'green-group',
      at: 4_000,
    });

    expect([...counter.requestsAfter('blue', 1_000)]).toEqual([
      [2, 2],
      [3, 1],
    ]);
  });

  test('leaves test traffic out, but knows when it first failed', () => {
    const counter = counted({ listenerArn: 'test', groupArn: 'green-group', status: 500, at: 7 });

    expect(counter.traffic.green).toEqual({ requests: 0, errors: 0 });
    expect(counter.firstBadAnswer('green')).toBe(7);
  });

  test('a 4xx is no error of the service', () => {
    expect(counted({ groupArn: 'blue-group', status: 404 }).traffic.blue).toEqual({ requests: 1, errors: 0 });
  });

  test('a request that no target answered is counted apart, and blamed on the empty colour', () => {
    const counter = counted({ status: 503, elbStatus: 503, emptyGroupArn: 'green-group', at: 9 });

    expect(counter.unanswered).toBe(1);
    expect(counter.firstBadAnswer('green')).toBe(9);
    expect(counter.firstBadAnswer('blue')).toBeUndefined();
  });
});
