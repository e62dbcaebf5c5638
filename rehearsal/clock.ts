/**
 * The one clock of a rehearsal. Everything that waits asks it, so that a five-minute step takes seconds (scaled) or
 * no time at all (virtual). A service cannot tell which of the two it has.
 */
export interface Clock {
  /** Rehearsal time, in milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` of rehearsal time, or as soon as `signal` aborts (it never rejects: the caller asks the signal). */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Real time, `speed` times as fast. Real HTTP can run beside it. */
export class ScaledClock implements Clock {
  private readonly sleepers = new Set<ScaledSleeper>();
  private atReal = Date.now();
  private at: number;
  /** Speeds that some work asked not to pass. */
  private readonly limits: number[] = [];

  /** @param speed rehearsal seconds per real second; 1 is real time */
  constructor(
    public readonly speed: number,
    epoch = Date.now(),
  ) {
    if (!(speed > 0)) throw new Error(`'speed' must be greater than 0, got ${speed}; 1 is real time`);
    this.at = epoch;
  }

  public now(): number {
    return this.at + (Date.now() - this.atReal) * this.currentSpeed;
  }

  public sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const sleeper: ScaledSleeper = { until: this.now() + ms, wake: () => wake() };
      const wake = () => {
        clearTimeout(sleeper.timer);
        this.sleepers.delete(sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.sleepers.add(sleeper);
      this.setTimer(sleeper);
      signal?.addEventListener('abort', wake);
    });
  }

  /**
   * Lets time pass at its real speed while `work` goes on: work that cannot be made faster (a function that retries and
   * waits) shall not seem to take hours. A speed below 1 stays as it is.
   */
  public atRealSpeed<T>(work: () => Promise<T>): Promise<T> {
    return this.atMost(1, work);
  }

  /** Lets time pass no faster than `limit` while `work` goes on. */
  public async atMost<T>(limit: number, work: () => Promise<T>): Promise<T> {
    this.change(() => this.limits.push(limit));
    try {
      return await work();
    } finally {
      this.change(() => this.limits.splice(this.limits.indexOf(limit), 1));
    }
  }

  private get currentSpeed(): number {
    return Math.min(this.speed, ...this.limits);
  }

  /** Takes the time at the old speed, and sets every timer anew at the new one. */
  private change(limits: () => void): void {
    this.at = this.now();
    this.atReal = Date.now();
    limits();
    for (const sleeper of this.sleepers) this.setTimer(sleeper);
  }

  private setTimer(sleeper: ScaledSleeper): void {
    clearTimeout(sleeper.timer);
    // A timer may come up to a millisecond early, and at a high speed that is seconds: then it is set again.
    const ring = () => (this.now() < sleeper.until ? this.setTimer(sleeper) : sleeper.wake());
    sleeper.timer = setTimeout(ring, Math.max(0, sleeper.until - this.now()) / this.currentSpeed);
  }
}

interface ScaledSleeper {
  readonly until: number;
  readonly wake: () => void;
  timer?: NodeJS.Timeout;
}

/** Time that jumps from one sleeper to the next: no HTTP, a whole release in milliseconds, the same every time. */
export class VirtualClock implements Clock {
  private readonly sleepers: Sleeper[] = [];
  private order = 0;
  private readonly held = new Set<Promise<unknown>>();
  /** Who is woken early by a signal: one listener for each signal, because many sleep by the same one again and again. */
  private readonly wokenBy = new WeakMap<AbortSignal, Set<() => void>>();

  constructor(private time = Date.UTC(2026, 0, 1)) {}

  public now(): number {
    return this.time;
  }

  public sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const giveUp = () => {
        const place = this.sleepers.indexOf(sleeper);
        if (place >= 0) this.sleepers.splice(place, 1);
        sleeper.wake();
      };
      const early = signal && this.earlySleepers(signal);
      const wake = () => {
        early?.delete(giveUp);
        resolve();
      };
      const sleeper: Sleeper = { at: this.time + Math.max(0, ms), order: this.order++, wake };
      this.add(sleeper);
      early?.add(giveUp);
    });
  }

  private earlySleepers(signal: AbortSignal): Set<() => void> {
    const known = this.wokenBy.get(signal);
    if (known) return known;
    const made = new Set<() => void>();
    this.wokenBy.set(signal, made);
    signal.addEventListener('abort', () => {
      for (const giveUp of [...made]) giveUp();
    });
    return made;
  }

  /**
   * Lets time pass until `work` is done, and returns its result.
   *
   * @throws when `work` is not done and nobody sleeps any more: it would wait for ever
   */
  public async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const finish = () => {
      done = true;
    };
    work.then(finish, finish);
    for (;;) {
      await everythingReady();
      if (done) return work;
      if (this.held.size > 0) {
        await Promise.race(this.held);
        continue;
      }
      const next = this.sleepers.shift();
      if (!next)
        throw new Error('virtual time stands still: the work is not done and nothing is waiting for time to pass');
      this.time = Math.max(this.time, next.at);
      next.wake();
    }
  }

  /** Lets no time pass while `work` goes on: work outside of this clock, such as that of another process, takes none of its time. */
  public hold<T>(work: Promise<T>): Promise<T> {
    const done: Promise<unknown> = work.then(
      () => this.held.delete(done),
      () => this.held.delete(done),
    );
    this.held.add(done);
    return work;
  }

  /** Lets `ms` pass. */
  public advance(ms: number): Promise<void> {
    return this.run(this.sleep(ms));
  }

  /** Keeps the sleepers sorted by time, those of the same moment in the order in which they fell asleep. */
  private add(sleeper: Sleeper): void {
    let low = 0;
    let high = this.sleepers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.sleepers[middle], sleeper)) low = middle + 1;
      else high = middle;
    }
    this.sleepers.splice(low, 0, sleeper);
  }
}

interface Sleeper {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

function isBefore(a: Sleeper, b: Sleeper): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** All promise callbacks that can run have run. */
function everythingReady(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
