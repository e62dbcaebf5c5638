import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { AlarmState } from '../shared/release/alarms';
import { type Answer, fail, pass, waitUntil } from '../shared/release/answer';
import { firing } from '../shared/release/judge';
import type { Colour } from '../shared/release/questions';
import { drift } from '../shared/release/weights';
import type { Settings } from './environment';

/** What a release may begin on. */
export interface Situation {
  readonly live: Colour;
  readonly records: readonly ResourceRecordSet[];
  readonly alarms: readonly AlarmState[];
  /** What is wrong with the live target; undefined when nothing is known to be. */
  readonly liveTrouble?: string;
  /** Why the analysis could not judge it. */
  readonly blindness?: string;
}

/** Whether a release may begin. */
export function preflight({ live, records, alarms, liveTrouble, blindness }: Situation, settings: Settings): Answer {
  const reason = firing(alarms) ?? recordTrouble(records, live, settings);
  if (reason !== undefined) return fail(reason);
  if (liveTrouble !== undefined) {
    return fail(`${live} is live but not healthy (${liveTrouble}), so there would be nothing to go back to`);
  }
  if (blindness !== undefined) return fail(blindness);
  return pass(`${live} is live and has all of ${settings.recordName}`);
}

function recordTrouble(records: readonly ResourceRecordSet[], live: Colour, settings: Settings): string | undefined {
  const { recordName, recordType, blue, green } = settings;
  const what = `${recordType} record of ${recordName}`;
  const own = { blue: blue.setIdentifier, green: green.setIdentifier };
  const found = { blue: weightOf(records, own.blue), green: weightOf(records, own.green) };
  for (const colour of ['blue', 'green'] as const) {
    if (found[colour] === undefined) return `there is no weighted ${what} with the set identifier '${own[colour]}'`;
  }
  const stranger = records.find(({ SetIdentifier }) => ![own.blue, own.green].includes(SetIdentifier ?? ''));
  if (stranger) {
    return `another ${what} takes a share of the traffic: '${stranger.SetIdentifier ?? 'a simple one'}'; remove it first`;
  }
  return drift({ blue: found.blue ?? 0, green: found.green ?? 0 }, live);
}

function weightOf(records: readonly ResourceRecordSet[], setIdentifier: string): number | undefined {
  return records.find(({ SetIdentifier }) => SetIdentifier === setIdentifier)?.Weight;
}

/** Whether a previous colour may get everything back after the end of its release; alarms say nothing of it, because they watch what is live. */
export function health(
  colour: Colour,
  trouble: string | undefined,
  facts: { readonly since: string; readonly now: string },
  { healthTimeoutSeconds }: Pick<Settings, 'healthTimeoutSeconds'>,
): Answer {
  if (trouble === undefined) return pass(`${colour} is healthy`);
  return waitUntil(healthTimeoutSeconds, facts.since, facts.now, `${colour} is not healthy: ${trouble}`);
}

/** Whether a colour may gain weight now. */
export function step(
  colour: Colour,
  trouble: string | undefined,
  facts: { readonly weight: number; readonly since: string; readonly now: string },
  alarms: readonly AlarmState[],
  { healthTimeoutSeconds }: Pick<Settings, 'healthTimeoutSeconds'>,
): Answer {
  const alarm = firing(alarms);
  if (alarm !== undefined) return fail(alarm);
  if (trouble === undefined) return pass(`${colour} is healthy`);
  return waitUntil(
    healthTimeoutSeconds,
    facts.since,
    facts.now,
    `${colour} must be healthy for ${facts.weight} % and is not: ${trouble}`,
  );
}
