import { drift } from '../../../../lambda/shared/release/weights';

describe('weights that a release begins on', () => {
  test.each([
    [{ blue: 100, green: 0 }, 'blue'],
    [{ blue: 0, green: 1 }, 'green'],
  ] as const)('%j is right when %s is live', (weights, live) => {
    expect(drift(weights, live)).toBeUndefined();
  });

  test.each([
    [{ blue: 90, green: 10 }, 'blue', '90 % on blue and 10 % on green'],
    [{ blue: 100, green: 0 }, 'green', '100 % on blue and 0 % on green, but green is recorded as live'],
    [{ blue: 0, green: 0 }, 'blue', '0 % on blue and 0 % on green'],
  ] as const)('%j is not when %s is live', (weights, live, reason) => {
    expect(drift(weights, live)).toContain(reason);
  });
});
