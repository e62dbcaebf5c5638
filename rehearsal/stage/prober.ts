import http from 'node:http';
import https from 'node:https';
import type { Probe, ProbeResult, Prober } from '../ports';

export interface HttpProberOptions {
  /**
   * Rehearsal seconds per real second (`ScaledClock.speed`); a probe's time-out is divided by it.
   * @default 1
   */
  readonly speed?: number;
  /**
   * The shortest real time-out: an app answers no faster because the clock runs faster.
   * @default 1000
   */
  readonly minimumTimeoutMs?: number;
}

/** Health checks by real HTTP requests: a new connection each, no redirect followed, certificates not verified, as ALB does. */
export class HttpProber implements Prober {
  constructor(private readonly options: HttpProberOptions = {}) {}

  /** Asks once. Never rejects. */
  public probe({ target, protocol, path, timeoutMs }: Probe): Promise<ProbeResult> {
    const real = Math.max(timeoutMs / (this.options.speed ?? 1), this.options.minimumTimeoutMs ?? 1000);
    return new Promise((resolve) => {
      const request = (protocol === 'HTTPS' ? https : http).get(
        {
          ...target,
          path,
          agent: false,
          rejectUnauthorized: false,
          headers: { 'user-agent': 'ELB-HealthChecker/2.0' },
        },
        (response) => {
          resolve({ status: response.statusCode ?? 0 });
          response.destroy();
        },
      );
      const timer = setTimeout(() => {
        resolve({ error: 'timeout' });
        request.destroy();
      }, real);
      request.on('error', (error: NodeJS.ErrnoException) => {
        resolve({ error: error.code === 'ECONNRESET' ? 'reset' : 'refused' });
      });
      request.on('close', () => clearTimeout(timer));
    });
  }
}
