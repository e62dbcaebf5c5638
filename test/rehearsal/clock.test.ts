import { ScaledClock, VirtualClock } from '../../rehearsal/clock';

describe('virtual clock', () => {
  test('wakes sleepers in the order of their time, those of one moment in the order in which they fell asleep', async () => {
    const clock = new VirtualClock(0);
    const woken: string[] = [];
    const sleeper = async (name: string, ms: number) => {
      await clock.sleep(ms);
      woken.push(`${name}@${clock.now()}`);
    };

    await clock.run(Promise.all([sleeper('late', 20), sleeper('first', 10), sleeper('second', 10)]));

    expect(woken).toEqual(['first@10', 'second@10', 'late@20']);
  });

  test('lets promises settle between two moments', async () => {
    const clock = new VirtualClock(0);
    const seen: number[] = [];
    const story = async () => {
      for (let step = 0; step < 3; step++) {
        await clock.sleep(1000);
        await Promise.resolve();
        seen.push(clock.now());
      }
    };

    await clock.run(story());

    expect(seen).toEqual([1000, 2000, 3000]);
  });

  test('an aborted sleep ends at once and leaves no sleeper behind', async () => {
    const clock = new VirtualClock(0);
    const controller = new AbortController();
    const sleep = clock.sleep(1000, controller.signal);

    controller.abort();

    await sleep;
    expect(clock.now()).toBe(0);
    await expect(clock.run(new Promise(() => {}))).rejects.toThrow('virtual time stands still');
  });

  test('stands still while it is held, also when what it is held for fails', async () => {
    const clock = new VirtualClock(0);
    const seen: number[] = [];
    const elsewhere = (ms: number, fails: boolean) =>
      new Promise<void>((resolve, reject) => setTimeout(fails ? () => reject(new Error('broken')) : resolve, ms));
    const story = async () => {
      await clock.sleep(10);
      await clock.hold(elsewhere(5, false));
      seen.push(clock.now());
      await clock.hold(elsewhere(5, true)).catch(() => undefined);
      seen.push(clock.now());
    };

    await clock.run(Promise.all([story(), clock.sleep(1000)]));

    expect(seen).toEqual([10, 10]);
    expect(clock.now()).toBe(1000);
  });

  test('passes on the failure of the work', async () => {
    const clock = new VirtualClock();
    const work = clock.sleep(5).then(() => {
      throw new Error('broken');
    });

    await expect(clock.run(work)).rejects.toThrow('broken');
  });
});

describe('scaled clock', () => {
  test('passes at its speed', async () => {
    const clock = new ScaledClock(1000, 0);

    // Often, because a timer of Node comes a millisecond early only now and then.
    for (let nap = 1; nap <= 50; nap++) {
      const until = clock.now() + 3_000;
      await clock.sleep(3_000);
      expect(clock.now()).toBeGreaterThanOrEqual(until);
    }
  });

  test('passes no faster than work asks for, for those too who sleep already, and only as long as it goes on', async () => {
    const clock = new ScaledClock(1_000_000);
    const order: string[] = [];
    // A tenth of a second at full speed, a quarter of an hour while the work goes on.
    const sleeper = clock.sleep(100_000_000).then(() => order.push('sleeper'));
    const startedAt = Date.now();

    await clock.atMost(100, async () => {
      await Promise.all([clock.sleep(2_000), clock.atMost(500, async () => undefined)]);
      order.push('work');
    });
    await sleeper;

    expect(order).toEqual(['work', 'sleeper']);
    // A lower bound only; a timer may fire a millisecond early.
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(19);
  });

  test('an aborted sleep ends at once', async () => {
    const clock = new ScaledClock(1);

    await clock.sleep(3_600_000, AbortSignal.abort());
    const controller = new AbortController();
    const sleep = clock.sleep(3_600_000, controller.signal);
    controller.abort();

    await sleep;
  });

  test.each([0, -1, Number.NaN])('fails at speed %p', (speed) => {
    expect(() => new ScaledClock(speed)).toThrow(`'speed' must be greater than 0, got ${speed}`);
  });
});
