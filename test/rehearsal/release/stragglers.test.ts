import { stragglersOf } from '../../../rehearsal/release/stragglers';

const facts = (late: [number, number][], endedAt: number) => ({
  colour: 'blue' as const,
  leftAt: 100,
  endedAt,
  requestsSince: (seconds: number) => new Map(late.filter(([second]) => second > seconds)),
});

describe('users whom a name still leads to the colour without weight', () => {
  test('are counted from its last change on, until the last of them', () => {
    const late = facts(
      [
        [90, 7],
        [110, 3],
        [400, 1],
      ],
      1_000,
    );
    expect(stragglersOf(late)).toEqual({
      colour: 'blue',
      requests: 4,
      seconds: 300,
      watchedSeconds: 900,
      hasEnded: true,
    });
  });

  test('have not ended when one came in the last minute', () => {
    expect(stragglersOf(facts([[960, 1]], 1_000))).toMatchObject({ seconds: 860, hasEnded: false });
  });

  test('are none when nobody came, and unknown when no weight has moved', () => {
    expect(stragglersOf(facts([], 1_000))).toMatchObject({ requests: 0, seconds: 0, hasEnded: true });
    expect(stragglersOf({ ...facts([], 1_000), leftAt: undefined })).toBeUndefined();
  });
});
