import { type Clock, ScaledClock, VirtualClock } from '../../../../rehearsal/clock';
import { onTheClock } from '../../../../rehearsal/services/dynamodb/on-the-clock';

const never = new AbortController().signal;

test('a step sees the rehearsal time, and nothing of it stays behind', () => {
  const real = { setTimeout: globalThis.setTimeout, now: Date.now };

  const seen = onTheClock(new VirtualClock(5_000), never, () => Date.now());

  expect(seen).toBe(5_000);
  expect({ setTimeout: globalThis.setTimeout, now: Date.now }).toEqual(real);
});

test('what fails leaves nothing behind either', () => {
  const { now } = Date;
  const fail = () => {
    throw new Error('wrong');
  };

  expect(() => onTheClock(new VirtualClock(), never, fail)).toThrow('wrong');
  expect(Date.now).toBe(now);
});

test.each<[string, () => { clock: Clock; pass: () => Promise<void> }]>([
  [
    'virtual',
    () => {
      const clock = new VirtualClock(0);
      return { clock, pass: () => clock.advance(6_000) };
    },
  ],
  [
    'scaled',
    () => {
      const clock = new ScaledClock(1_000, 0);
      return { clock, pass: () => clock.sleep(6_000) };
    },
  ],
])('what is set off for later comes on the rehearsal clock (%s)', async (_what, make) => {
  const { clock, pass } = make();
  const came: number[] = [];

  onTheClock(clock, never, () => {
    setTimeout(() => came.push(Date.now()), 5_000);
  });

  expect(came).toEqual([]);
  await pass();
  expect(came[0]).toBeGreaterThanOrEqual(5_000);
});

test('what is set off for later is not done after the end', async () => {
  const clock = new VirtualClock(0);
  const end = new AbortController();
  let done = false;
  onTheClock(clock, end.signal, () => {
    setTimeout(() => {
      done = true;
    }, 5_000);
  });

  end.abort();
  await clock.advance(6_000);

  expect(done).toBe(false);
});
