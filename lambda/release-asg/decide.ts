import type { AlarmState } from '../shared/release/alarms';
import { type Answer, fail, pass, waitUntil } from '../shared/release/answer';
import { firing } from '../shared/release/judge';
import { type Colour, otherThan } from '../shared/release/questions';
import { drift, type Weights } from '../shared/release/weights';
import type { Settings } from './environment';
import { existingTrouble, tooMany } from './existing';
import { type ColourState, healthyCount, troubled } from './group';
import type { RefreshState } from './refresh';

/** What a release may begin on. */
export interface Situation {
  readonly live: Colour;
  readonly weights: Weights;
  readonly alarms: readonly AlarmState[];
  readonly colours: Readonly<Record<Colour, ColourState>>;
  readonly candidate: unknown;
  /** Why the analysis could not judge it. */
  readonly blindness?: string;
}

/** Whether a release may begin, and with what: the version and the number of instances to bring up. */
export function preflight(
  { live, weights, alarms, colours, candidate, blindness }: Situation,
  settings: Pick<Settings, 'blue' | 'green' | 'previewCapacity' | 'maxCapacity' | 'minCapacity'>,
): Answer {
  const idle = otherThan(live);
  const version = versionOf(candidate, idle, colours[idle]);
  const reason =
    firing(alarms) ??
    drift(weights, live) ??
    existingTrouble(live, colours[live], settings) ??
    (settings[live].isExisting ? undefined : strangers(live, colours[live])) ??
    (healthyCount(colours[live]) === 0
      ? `${live} is live but has no healthy target (${troubled(colours[live]) || 'it has no instance'}), so there would be nothing to go back to`
      : blindness);
  if (reason !== undefined) return fail(reason);
  if (version === undefined) {
    return fail(
      `the candidate names no launch template version for ${idle}; copy 'launchTemplateVersions' from the release's parameter`,
    );
  }
  const previewCapacity = Math.min(
    settings.maxCapacity,
    settings.previewCapacity ?? Math.max(colours[live].desired, settings.minCapacity),
  );
  return pass(`${live} is live and healthy, ${idle} is idle`, {
    previewCapacity,
    version,
    refresh: colours[idle].instances > 0,
  });
}

/** Whether so many instances serve, of this version when one is given. */
export function health(
  state: ColourState,
  colour: Colour,
  facts: { readonly needed: number; readonly version?: string; readonly since: string; readonly now: string },
  timeoutSeconds: number,
  refresh?: RefreshState,
): Answer {
  const { needed, version, since, now } = facts;
  const count = healthyCount(state, version);
  const others = state.members.filter((one) => version !== undefined && one.version !== version).length;
  if (refresh?.status === 'ended') return fail(`the instances of ${colour} were not all replaced: ${refresh.reason}`);
  if (refresh?.status === 'running') {
    return waitUntil(timeoutSeconds, since, now, `the instances of ${colour} are still being replaced`);
  }
  if (count >= needed && others === 0) return pass(`${count} targets of ${colour} are healthy`);
  if (state.failure !== undefined && state.members.length === 0) {
    return fail(`${colour} starts no instance: ${state.failure}`);
  }
  const detail = troubled(state, version);
  return waitUntil(
    timeoutSeconds,
    since,
    now,
    `${count} of ${needed} targets of ${colour} are healthy${detail && `: ${detail}`}`,
  );
}

/** Whether so many instances run, whatever the load balancer says: the revision that makes them answer comes later. */
export function instances(
  state: ColourState,
  colour: Colour,
  facts: { readonly needed: number; readonly version?: string; readonly since: string; readonly now: string },
  timeoutSeconds: number,
): Answer {
  const count = state.members.filter(
    (one) => one.inService && (!facts.version || one.version === facts.version),
  ).length;
  if (count >= facts.needed) return pass(`${count} instances of ${colour} are in service`);
  if (state.failure !== undefined && state.members.length === 0) {
    return fail(`${colour} starts no instance: ${state.failure}`);
  }
  return waitUntil(
    timeoutSeconds,
    facts.since,
    facts.now,
    `${count} of ${facts.needed} instances of ${colour} are in service`,
  );
}

/**
 * As many instances as serve production now, within the limits. An existing group that production goes back to has limits of its own, and
 * loses none that it has.
 */
export function capacity(
  { live, state, previous }: { readonly live: Colour; readonly state: ColourState; readonly previous?: ColourState },
  settings: Settings,
): Answer {
  const { minCapacity, maxCapacity, desiredCapacity } = settings;
  const reason = tooMany(live, state, settings);
  if (reason !== undefined) return fail(reason);
  const wanted = Math.min(maxCapacity, Math.max(state.desired, minCapacity, desiredCapacity));
  const isBackToExisting = previous !== undefined && settings[otherThan(live)].isExisting === true;
  return pass(`production has ${state.desired} instances`, {
    capacity: isBackToExisting ? Math.min(previous.max, Math.max(wanted, previous.desired)) : wanted,
    ...(previous && { version: previous.version }),
  });
}

/** Whether this colour has all of production, so that the other one may go. */
export function traffic(weights: Weights, live: Colour): Answer {
  const reason = drift(weights, live);
  return reason === undefined ? pass(`${live} has all of production`) : fail(reason);
}

/** Whether a colour may gain weight now: quiet alarms, and its share of healthy targets. */
export function step(
  state: ColourState,
  colour: Colour,
  facts: { readonly weight: number; readonly since: string; readonly now: string },
  alarms: readonly AlarmState[],
  { minimumHealthyPercent, healthTimeoutSeconds }: Pick<Settings, 'minimumHealthyPercent' | 'healthTimeoutSeconds'>,
): Answer {
  const trouble = firing(alarms);
  if (trouble !== undefined) return fail(trouble);
  const needed = Math.max(1, Math.ceil((state.desired * minimumHealthyPercent) / 100));
  const count = healthyCount(state);
  if (count >= needed) return pass(`${count} targets of ${colour} are healthy`);
  const detail = troubled(state);
  return waitUntil(
    healthTimeoutSeconds,
    facts.since,
    facts.now,
    `${colour} needs ${needed} healthy targets for ${facts.weight} % and has ${count}${detail && `: ${detail}`}`,
  );
}

/** The candidate's version for a colour; with a revision of CodeDeploy the one that the group has. */
function versionOf(candidate: unknown, colour: Colour, state: ColourState): string | undefined {
  const { launchTemplateVersions, revision } = (candidate ?? {}) as {
    readonly launchTemplateVersions?: Readonly<Record<string, unknown>>;
    readonly revision?: unknown;
  };
  const version = launchTemplateVersions?.[colour];
  if (version !== undefined && version !== '') return `${version}`;
  return revision === undefined ? undefined : state.version;
}

/** Scaling out would start another version than the one that serves: a stack update has reset the group. */
function strangers(live: Colour, { version, members }: ColourState): string | undefined {
  const other = members.find((one) => one.version !== version && one.inService);
  if (!other || version === '') return undefined;
  return `new instances of ${live} would be of launch template version ${version}, but ${other.id} serves version ${other.version}; set the group's version to ${other.version} first`;
}
