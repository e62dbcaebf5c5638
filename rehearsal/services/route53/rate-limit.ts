import { AwsError } from '../../aws-error';
import type { Clock } from '../../clock';
import { RATE_LIMIT, RATE_WINDOW_MS } from './durations';

/** Five requests per second and account, for all operations together; more are refused and do not count. */
export class RateLimit {
  private readonly recent: number[] = [];
  private forced = 0;

  constructor(private readonly clock: Clock) {}

  /** Refuses the next `requests` as if the account had used up its limit. */
  public force(requests: number): void {
    this.forced = requests;
  }

  /** @throws AwsError `Throttling` */
  public admit(): void {
    const now = this.clock.now();
    while (this.recent.length > 0 && this.recent[0] <= now - RATE_WINDOW_MS) this.recent.shift();
    if (this.forced > 0) {
      this.forced -= 1;
      throw throttled();
    }
    if (this.recent.length >= RATE_LIMIT) throw throttled();
    this.recent.push(now);
  }
}

function throttled(): AwsError {
  return new AwsError('Throttling', 'Rate exceeded');
}
