import type { Clock } from '../../clock';
import type { DnsAnswer } from '../../services/route53/answer';
import type { DnsClients } from './clients';

export interface DnsTrafficModelOptions {
  readonly clock: Clock;
  readonly clients: DnsClients;
  readonly requestsPerSecond: number;
  /** How often the traffic is drawn anew, in rehearsal milliseconds. @default 5000 */
  readonly everyMs?: number;
  /** Told how many requests an answer has led since the last time; the number need not be whole. */
  readonly onTraffic: (at: number, answer: DnsAnswer, requests: number) => void;
}

/** The traffic of a name in virtual time: no HTTP, each answer gets its share of the requests. */
export class DnsTrafficModel {
  private readonly ended = new AbortController();

  constructor(private readonly options: DnsTrafficModelOptions) {
    void this.run();
  }

  /** No more traffic. */
  public stop(): void {
    this.ended.abort();
  }

  private async run(): Promise<void> {
    const { clock, clients, requestsPerSecond, everyMs = 5_000, onTraffic } = this.options;
    while (!this.ended.signal.aborted) {
      const at = clock.now();
      const requests = (requestsPerSecond * everyMs) / 1_000;
      for (const { answer, share } of clients.shares(at)) onTraffic(at, answer, share * requests);
      await clock.sleep(everyMs, this.ended.signal);
    }
  }
}
