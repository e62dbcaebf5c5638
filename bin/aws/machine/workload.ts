import type { Colour } from '../../../rehearsal/report';
import type { Traffic, Wanted } from '../../commands/ports';

/** What differs between the kinds of workload that the state machine releases. */
export interface MachineWorkload {
  /** The real weights, targets and version, whatever the table says. */
  traffic(live: Colour): Promise<Omit<Traffic, 'live' | 'firing'>>;
  /** @throws Problem when there is no such version, or when this kind has no such thing */
  candidate(wanted: Wanted, traffic: Traffic): Candidate;
  /**
   * Must the previous colour be brought up, or looked at, before it can have everything again?
   * @param isNamed somebody has named it, and is not to be held up by a look
   */
  needsBringUp(previous: Colour, isNamed: boolean): Promise<boolean>;
  /** What is said of that. */
  readonly bringsUp: string;
  /** Was what stands behind a colour made after a moment? */
  isNewer(colour: Colour, than: Date): Promise<boolean>;
}

/** What a release brings. */
export interface Candidate {
  /** The machine's input `candidate`. */
  readonly input: object;
  /** As `Traffic.version`. */
  readonly version: string;
  /** Does the live colour run this already? */
  readonly isLive: boolean;
}

/** The other colour. */
export function otherThan(colour: Colour): Colour {
  return colour === 'blue' ? 'green' : 'blue';
}
