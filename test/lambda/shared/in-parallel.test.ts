import fc from 'fast-check';
import { inParallel } from '../../../lambda/shared/in-parallel';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('in parallel', () => {
  test('runs each index once, never more at a time than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(30), fc.integer({ min: 1, max: 8 }), async (count, concurrency) => {
        const seen: number[] = [];
        let [running, most] = [0, 0];
        await inParallel(count, concurrency, async (index) => {
          most = Math.max(most, ++running);
          seen.push(index);
          await turn();
          running--;
          return true;
        });
        expect(seen).toEqual(Array.from({ length: count }, (_, index) => index));
        expect(most).toBe(Math.min(count, concurrency));
      }),
    );
  });

  test('starts nothing more after a task says no', async () => {
    const seen: number[] = [];

    await inParallel(100, 2, async (index) => {
      seen.push(index);
      await turn();
      return index !== 3;
    });

    expect(seen.length).toBeLessThanOrEqual(5);
  });

  test('throws what a task throws, after the others have ended', async () => {
    const ended: number[] = [];

    const run = inParallel(10, 2, async (index) => {
      if (index === 0) throw new Error('first');
      await turn();
      ended.push(index);
      return true;
    });

    await expect(run).rejects.toThrow('first');
    expect(ended).toEqual([1]);
  });
});
