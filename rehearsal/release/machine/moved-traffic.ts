import type { Candidate } from '../../programs';
import type { Colour } from '../../report';
import type { ServiceTraffic } from '../traffic-counter';
import type { UsersLoad } from '../workload';

/** What a release machine moves traffic between: the part that two Auto Scaling groups and two DNS records do not share. */
export interface MovedTraffic {
  readonly traffic: ServiceTraffic;
  weights(): Readonly<Record<Colour, number>>;
  healthyTargets(colour: Colour): number;
  users(): Promise<UsersLoad>;
  /** Makes the candidate; returns what an execution's input says of it. */
  prepare(candidate: Candidate): Promise<object>;
  crashCandidate(): number;
  crashOne?(): number;
  throttle?(): void;
  setWeights?(weights: Readonly<Record<Colour, number>>): Promise<void>;
}
