/**
 * Calls the task for 0, 1, ... `count - 1`, at most `concurrency` at the same time, until one answers false or throws. What is
 * running then is waited for; the first thing thrown is thrown on.
 */
export async function inParallel(
  count: number,
  concurrency: number,
  task: (index: number) => Promise<boolean>,
): Promise<void> {
  let next = 0;
  let goesOn = true;
  const worker = async (): Promise<void> => {
    while (goesOn && next < count) {
      try {
        goesOn = (await task(next++)) && goesOn;
      } catch (error) {
        goesOn = false;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(count, concurrency) }, worker));
  const failed = ended.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
