import { missing } from '../../../lambda/analysis/traffic';
import { MINUTE, plan, START } from '../../fixtures/analysed-release';

const TRAFFIC = { judgedUntil: START, candidateLast: START, liveLast: START, liveSince: 0, usual: 100 };

/** A look ten minutes after the first traffic. */
function verdict(traffic: Partial<typeof TRAFFIC>, weight = 0.1, action: 'pass' | 'fail' = 'fail') {
  const now = START + 10 * MINUTE;
  const judged = plan({ noLiveTraffic: { seconds: 600, action } });
  const input = { samples: [], requests: [], steps: [{ at: START, weight }] };
  return missing({ ...TRAFFIC, candidateLast: now, liveLast: now, ...traffic }, judged, input, now);
}

describe('traffic that is missing', () => {
  test.each([
    ['both have theirs', {}, 0.1, 'enough', ''],
    ['the candidate has none, though it should', { candidateLast: START, liveSince: 54_000 }, 0.1, 'fail', '6000 were'],
    ['hardly anybody has any', { candidateLast: START, liveSince: 40 }, 0.1, 'wait', 'hardly any traffic'],
    ['live has none for its deadline', { liveLast: START }, 0.1, 'fail', 'nothing to compare with'],
    [
      'live has had none for longer than CloudWatch is late',
      { liveLast: START + 7 * MINUTE },
      0.1,
      'wait',
      'for 180 sec',
    ],
    ['live has had none for no longer than that', { liveLast: START + 8 * MINUTE }, 0.1, 'enough', ''],
    ['the candidate has all of the weight', { liveLast: START }, 1, 'enough', ''],
    ['nothing has weight yet', {}, 0, 'wait', 'no weight yet'],
  ])('when %s', (_, traffic, weight, kind, words) => {
    const found = verdict(traffic, weight);

    expect(found.kind).toBe(kind);
    expect(found.reason).toContain(words);
  });

  test('lets live be without traffic where that is asked for', () => {
    expect(verdict({ liveLast: START }, 0.1, 'pass').kind).toBe('pass');
  });
});
