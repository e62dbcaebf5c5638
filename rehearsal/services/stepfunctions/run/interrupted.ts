/** The execution was stopped (or a branch, because another failed); nothing catches it. */
export class Interrupted extends Error {
  constructor() {
    super('the execution was interrupted');
    this.name = 'Interrupted';
  }
}

/** The result of `work`, or `Interrupted` as soon as the signal aborts. `work` itself goes on: a call cannot be unmade. */
export async function unlessInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Whoever is interrupted does not listen any more.
  work.catch(() => {});
  if (signal.aborted) throw new Interrupted();
  let stop = () => {};
  const interruption = new Promise<never>((_, reject) => {
    stop = () => reject(new Interrupted());
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([work, interruption]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
