import { detectionOf } from '../../../rehearsal/release/detection';

const MOMENTS = { firstBadAt: 40, firstShiftAt: 30, decidedAt: 90 };

describe('the time to detect', () => {
  test('is the same as that of the record where both begin and end alike', () => {
    expect(detectionOf({ ...MOMENTS, recorded: { shiftedAt: 39.5, decidedAt: 90.2 } })).toEqual({
      secondsToDetect: 50,
      detectedSince: 'first bad answer',
      recorded: { secondsToDetect: 50.7 },
    });
  });

  test.each([
    [{ shiftedAt: 28, decidedAt: 90 }, 'it counts from the first production traffic, 12 s before that answer'],
    // Test traffic can be bad, too.
    [{ shiftedAt: 60, decidedAt: 90 }, 'it counts from the first production traffic, 20 s after that answer'],
    [
      { shiftedAt: 28, decidedAt: 93.5 },
      'it counts from the first production traffic, 12 s before that answer; its decision is written down 3.5 s after the rehearsal saw it',
    ],
  ])('tells why the record has another figure (%p)', (recorded, differs) => {
    expect(detectionOf({ ...MOMENTS, recorded }).recorded).toEqual({
      secondsToDetect: recorded.decidedAt - recorded.shiftedAt,
      differs,
    });
  });

  test('counts from the first production traffic when no answer was bad, and tells when it was seen late', () => {
    expect(detectionOf({ firstShiftAt: 30, decidedAt: 90, recorded: { shiftedAt: 26, decidedAt: 90 } })).toEqual({
      secondsToDetect: 60,
      detectedSince: 'first production traffic',
      recorded: {
        secondsToDetect: 64,
        differs: 'it counts from the first production traffic, 4 s before the rehearsal saw it',
      },
    });
  });

  test.each([
    ['was not decided on', { firstShiftAt: 30 }],
    ['never had users', { decidedAt: 90 }],
  ])('is nothing of a release that %s, whatever the record has', (_, moments) => {
    expect(detectionOf({ ...moments, recorded: { shiftedAt: 1, decidedAt: 2 } })).toEqual({});
  });
});
