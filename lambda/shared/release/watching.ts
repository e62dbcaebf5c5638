import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AnalysisEnvironment } from '../analysis/environment';
import { clientsByRegion, type OpenAnalyst, openAnalyst } from '../analysis/open-analyst';
import { openProbe, type Probe } from '../analysis/probe';
import { AWS_CLIENT_OPTIONS } from '../aws-client-options';
import { readName, readNumber } from '../checked-json';
import { jsonLog, type Log } from '../log';
import { messageOf } from '../message-of';
import type { Analysed } from './judge';
import { type Colour, type Facts, otherThan, readColour } from './questions';

/** What looks at the candidate beside the alarms. */
export interface Watching {
  readonly open?: OpenAnalyst;
  readonly probe?: Probe;
}

/** What is asked for in a function's environment. */
export function watchingOf(
  environment: AnalysisEnvironment,
  handler: string,
  log: Log = jsonLog({ handler }),
): Watching {
  // The SDK's clients are made only where they are needed.
  const open = environment.ANALYSIS
    ? openAnalyst(
        environment,
        new DynamoDBClient(AWS_CLIENT_OPTIONS),
        clientsByRegion(new CloudWatchClient(AWS_CLIENT_OPTIONS)),
        log,
      )
    : undefined;
  return { open, probe: openProbe(environment) };
}

/** What they say at the machine's question: the analysis's opinion, and what the probe has found. */
export async function watched(
  { open, probe }: Watching,
  facts: Facts,
): Promise<{ readonly analysis?: Analysed; readonly trouble?: string }> {
  if (!open && !probe) return {};
  const live = readColour(facts.live, 'live');
  const weight = readNumber(facts.weight, 'weight', { min: 0, max: 100 });
  const [opinion, trouble] = await Promise.all([
    open?.analyst.look({
      release: readName(facts.release, 'release'),
      live,
      weight,
      now: timeOf(facts.now, 'now'),
      ...(facts.since !== undefined && { since: timeOf(facts.since, 'since') }),
      ...(facts.shiftedAt !== undefined && { shiftedAt: timeOf(facts.shiftedAt, 'shiftedAt') }),
    }),
    weight > 0 ? probe?.(otherThan(live)) : undefined,
  ]);
  return { ...(open && opinion && { analysis: { opinion, settings: open.settings, weight } }), trouble };
}

/**
 * Why a release must not begin: measures of which CloudWatch knows nothing. Judging by them would be judging by nothing.
 *
 * @param allowed whether the person who releases has said that there is nothing to compare with yet
 * @param wayOut how to say so
 */
export async function withoutData(
  { open }: Watching,
  live: Colour,
  now: string,
  allowed: boolean,
  wayOut = 'release with --without-data',
): Promise<string | undefined> {
  if (!open || allowed || open.settings.plan.dryRun) return undefined;
  try {
    const names = await open.analyst.measuresWithoutData(live, timeOf(now, 'now'));
    if (names.length === 0) return undefined;
    return `there is no data of ${names.join(', ')} on ${live}, which is live, in the last hour, so the candidate could not be compared; if the service has no traffic yet, ${wayOut}`;
  } catch (error) {
    return `the metrics that the release would be judged by cannot be read: ${messageOf(error)}`;
  }
}

function timeOf(value: unknown, at: string): number {
  const time = Date.parse(readName(value, at));
  if (Number.isNaN(time)) throw new Error(`${at} must be a time in ISO 8601, got '${value}'`);
  return time;
}
