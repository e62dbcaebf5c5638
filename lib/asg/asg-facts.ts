import { ofColour } from '../machine/asl';
import type { PerColour } from '../machine/workload';

/** What the machine of two Auto Scaling groups works on. */
export interface AsgFacts {
  /** The listener, and the rule of it when the service has only that. */
  readonly listener: string;
  readonly rule?: string;
  readonly testListener?: string;
  readonly testRule?: string;
  readonly stickinessSeconds?: number;
  readonly colours: PerColour<AsgColour>;
  /** Whether blue is a group that served before, of which nothing may be changed. */
  readonly hasExisting: boolean;
  readonly application?: string;
  /** How long a target may still be called healthy that is so no more. */
  readonly secondsUntilUnhealthy: number;
  /** Whether the candidate is tested on spot instances. */
  readonly spotWhileIdle: boolean;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly afterRelease: 'zero' | 'keep' | 'later';
  /** The machine that scales the previous colour to zero later; with `later` only. */
  readonly retireMachine?: string;
  readonly decideFunction: string;
}

/** One colour's resources. */
export interface AsgColour {
  readonly group: string;
  readonly targetGroup: string;
  /** Undefined of an existing group. */
  readonly launchTemplate?: string;
  readonly deploymentGroup?: string;
}

/** What one of a colour's resources is called, as an expression of the variable that names the colour. */
export function nameOf(
  { colours: { blue, green } }: AsgFacts,
  variable: string,
  field: 'group' | 'launchTemplate' | 'deploymentGroup',
): string {
  return ofColour(variable, { blue: blue[field] ?? '', green: green[field] ?? '' });
}
