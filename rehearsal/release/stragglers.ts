import type { Colour, RehearsalReport } from '../report';

/** What is needed to tell who came late to a change of a DNS name. */
export interface StragglerFacts {
  /** The colour that had no weight at the end. */
  readonly colour: Colour;
  /** When its weight became zero, in rehearsal seconds since the release was asked for; undefined when it never had any. */
  readonly leftAt?: number;
  readonly endedAt: number;
  /** Users' requests of that colour from a moment on, by the second they came in. */
  readonly requestsSince: (seconds: number) => ReadonlyMap<number, number>;
}

/** A client that still asks does so at least this often, at the rates of a rehearsal. */
const QUIET_SECONDS = 60;

/**
 * How long users were still led to a colour whose weight was zero: resolvers keep older answers for the TTL, and some clients for
 * longer. Of DNS names only. Pure.
 */
export function stragglersOf(facts: StragglerFacts): RehearsalReport['stragglers'] {
  const { colour, leftAt, endedAt, requestsSince } = facts;
  if (leftAt === undefined) return undefined;
  const late = [...requestsSince(leftAt)];
  const last = Math.max(leftAt, ...late.map(([second]) => second));
  return {
    colour,
    requests: late.reduce((sum, [, requests]) => sum + requests, 0),
    seconds: last - leftAt,
    watchedSeconds: endedAt - leftAt,
    hasEnded: endedAt - last > QUIET_SECONDS,
  };
}
