import { type Colour, otherThan } from '../shared/release/questions';
import type { Settings } from './environment';
import type { ColourState } from './group';

type Limits = Pick<Settings, 'blue' | 'green' | 'maxCapacity'>;

/** Why a release must not begin beside, or into, a group that served before; undefined when there is none. */
export function existingTrouble(live: Colour, state: ColourState, settings: Limits): string | undefined {
  const idle = otherThan(live);
  const { group, isExisting } = settings[idle];
  if (isExisting) {
    return `${idle} is the group '${group}', which served before and which no release changes; take 'existing' out of the template and deploy, so that a new ${idle} is made, then release again`;
  }
  return tooMany(live, state, settings);
}

/** An existing group has limits of its own: a candidate that may not have as many instances must not take its traffic. */
export function tooMany(live: Colour, { desired }: ColourState, settings: Limits): string | undefined {
  const { maxCapacity } = settings;
  if (!settings[live].isExisting || desired <= maxCapacity) return undefined;
  return `${live} has ${desired} instances, but ${otherThan(live)} may have ${maxCapacity} at most; raise 'maxCapacity' to ${desired} or more and deploy, then release again`;
}
