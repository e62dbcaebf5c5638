import type { Colour, ColourTraffic } from '../report';
import type { Observation } from '../stage/data-plane/observation';

/** How users' requests, and the colours that answer them, are told apart. */
export interface ServiceTraffic {
  /** ARNs of the listeners that users ask. */
  readonly productionListeners: readonly string[];
  /** ARN of each colour's target group. */
  readonly groups: Readonly<Record<Colour, string>>;
  /** Whether test traffic comes by these listeners too, so that the hooks' requests are counted with the users'. @default - no */
  readonly hasTestTraffic?: boolean;
}

/** Counts what users got, colour by colour, from what the load balancer saw. */
export class TrafficCounter {
  private readonly counts: Record<Colour, { requests: number; errors: number }> = {
    blue: { requests: 0, errors: 0 },
    green: { requests: 0, errors: 0 },
  };
  private readonly bySecond: Record<Colour, Map<number, number>> = { blue: new Map(), green: new Map() };
  private answeredByNobody = 0;
  private readonly firstBad: Partial<Record<Colour, number>> = {};

  constructor(private readonly service: ServiceTraffic) {}

  public count(observation: Observation): void {
    const colour = this.colourOf(observation.groupArn);
    const bad = observation.status >= 500 || observation.connectionError !== undefined;
    // A 503 of an empty group has no target group in AWS's metrics, but here it is known whose fault it is.
    const blamed = colour ?? this.colourOf(observation.emptyGroupArn);
    if (blamed && bad) this.firstBad[blamed] ??= observation.at;
    if (!this.service.productionListeners.includes(observation.listenerArn)) return;
    if (!colour) {
      this.answeredByNobody++;
      return;
    }
    this.counts[colour].requests++;
    const second = Math.floor(observation.at / 1000);
    this.bySecond[colour].set(second, (this.bySecond[colour].get(second) ?? 0) + 1);
    if (bad) this.counts[colour].errors++;
  }

  /** Production traffic so far. */
  public get traffic(): Readonly<Record<Colour, ColourTraffic>> {
    return { blue: { ...this.counts.blue }, green: { ...this.counts.green } };
  }

  /** Production requests for which no target could be chosen. */
  public get unanswered(): number {
    return this.answeredByNobody;
  }

  /** When a colour first answered badly, on production or test traffic, in rehearsal milliseconds. */
  public firstBadAnswer(colour: Colour): number | undefined {
    return this.firstBad[colour];
  }

  /** Production requests of a colour after a moment, in rehearsal milliseconds, by the second in which they came in. */
  public requestsAfter(colour: Colour, time: number): Map<number, number> {
    return new Map([...this.bySecond[colour]].filter(([second]) => second * 1000 > time));
  }

  private colourOf(groupArn: string | undefined): Colour | undefined {
    if (groupArn === undefined) return undefined;
    if (groupArn === this.service.groups.blue) return 'blue';
    return groupArn === this.service.groups.green ? 'green' : undefined;
  }
}
