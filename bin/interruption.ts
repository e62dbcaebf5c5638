/** Somebody pressed Ctrl-C, or ended the program by a signal. */
export class Interrupted extends Error {
  /** As a shell counts it: 128 and the signal's number. */
  public readonly exitStatus: number;

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(signal === 'SIGINT' ? 'interrupted' : 'terminated');
    this.name = 'Interrupted';
    this.exitStatus = signal === 'SIGINT' ? 130 : 143;
  }
}

/** A signal that aborts on Ctrl-C, so that work can clean up. A second Ctrl-C does not wait for that. */
export function onInterruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      const reason = new Interrupted(name);
      if (controller.signal.aborted) process.exit(reason.exitStatus);
      controller.abort(reason);
    });
  }
  return controller.signal;
}

/** Waits, or rejects with the reason of the abort. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
