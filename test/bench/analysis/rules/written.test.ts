import { ours, PLAN } from '../../../../bench/analysis/rules/ours';
import { WRITTEN } from '../../../../bench/analysis/rules/written';
import { run } from '../../../../bench/analysis/run';
import type { Scene } from '../../../../bench/analysis/scene';

const GOOD: Scene = { name: 'good', requestsPerSecond: 100, errors: 0.001, day: 'calm', coldStart: false };
const RELEASES = 20;

/** How many of 20 releases each rule sends back; the same draws in every run. */
function back(scene: Scene): Record<string, number> {
  const outcomes = run(scene, WRITTEN, 1, 0, RELEASES);
  return Object.fromEntries(WRITTEN.map(({ name }, index) => [name, outcomes[index]?.back ?? 0]));
}

describe('what teams write', () => {
  test('sends a candidate back that takes three times as long', () => {
    expect(back({ ...GOOD, regression: { slower: () => 3 } })).toEqual({
      'success 0.99, p99 0.5 s': RELEASES,
      'errors 20 % above live, p99 twice': RELEASES,
      'p95 20 % above live': RELEASES,
      'p95 twice live': RELEASES,
      'p50 compared with live': RELEASES,
      'p95 compared with live': RELEASES,
      'p99 compared with live': RELEASES,
    });
  });

  test('sends good ones back when it holds chance against them', () => {
    expect(back(GOOD)).toEqual({
      'success 0.99, p99 0.5 s': 0,
      'errors 20 % above live, p99 twice': RELEASES,
      'p95 20 % above live': 0,
      'p95 twice live': 0,
      'p50 compared with live': 0,
      'p95 compared with live': 0,
      'p99 compared with live': 0,
    });
  });

  test('cannot ask for what the simulation does not have', () => {
    const [measure] = PLAN.measures;
    if (measure === undefined) throw new Error('the plan has no measure');
    const rule = ours({ ...PLAN, measures: [{ ...measure, name: 'orders' }] });

    expect(() => run(GOOD, [rule], 1, 0, 1)).toThrow("the simulation has no measure 'orders'");
  });
});
