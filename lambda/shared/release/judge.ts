import type { Opinion } from '../analysis/analyst';
import type { AnalysisSettings } from '../analysis/settings';
import type { AlarmState } from './alarms';
import { type Answer, fail, pass, secondsBetween, wait } from './answer';

/** What a step or a bake is judged by. */
export interface Evidence {
  readonly alarms: readonly AlarmState[];
  /** When it began, and the machine's time. */
  readonly since: string;
  readonly now: string;
  readonly bakeSeconds: number;
  /** Something else that sends it back, such as a colour without a healthy target. */
  readonly trouble?: string;
  /** What the analysis says, where there is one. */
  readonly analysis?: Analysed;
}

/** What the analysis says, and how it goes on. */
export interface Analysed {
  readonly opinion: Opinion;
  readonly settings: Pick<AnalysisSettings, 'askSeconds' | 'doubt'>;
  /** Percent of production traffic on the candidate. */
  readonly weight: number;
}

/** Pass when the bake is over without trouble, wait while it lasts or the analysis is in doubt, fail at the first sign. */
export function judge(evidence: Evidence): Answer {
  const { alarms, since, now, bakeSeconds, trouble, analysis } = evidence;
  const reason =
    trouble ?? firing(alarms) ?? (analysis?.opinion.verdict === 'fail' ? analysis.opinion.reason : undefined);
  if (reason !== undefined) return fail(reason);
  const baked = secondsBetween(since, now);
  const watched = alarms.length === 0 ? 'no alarm is watched' : `${alarms.length} alarms are quiet`;
  const quiet = analysis ? `${analysis.opinion.reason}; ${watched}` : watched;
  if (baked < bakeSeconds) return wait(Math.min(nextLook(baked, analysis), bakeSeconds - baked), quiet);
  if (analysis?.opinion.verdict === 'wait') return inDoubt(analysis, baked - bakeSeconds, quiet);
  return pass(`${quiet} after ${Math.round(baked)} seconds`);
}

/** A step that is over and still in doubt is drawn out for a while; then the team's choice holds. */
function inDoubt({ settings: { doubt, askSeconds } }: Analysed, longer: number, reason: string): Answer {
  const words = `in doubt ${Math.round(longer)} seconds after its end: ${reason}`;
  if (longer < doubt.seconds) return wait(Math.min(askSeconds, doubt.seconds - longer), words);
  return doubt.action === 'pass' ? pass(words) : fail(words);
}

/** Why the alarms send a release back; undefined when they do not. */
export function firing(alarms: readonly AlarmState[]): string | undefined {
  for (const { name, state, reason } of alarms) {
    if (state === 'missing') return `alarm '${name}' does not exist any more, so nothing watches what it watched`;
    if (state === 'ALARM') return `alarm '${name}' fires: ${reason ?? 'no reason given'}`;
  }
  return undefined;
}

/**
 * Seconds until the next look. By alarms alone: a quarter of the time baked so far, from 60 to 300. With an analysis: as it asks for
 * while traffic shifts, and more and more seldom in the bake, up to 300.
 *
 * Trouble comes early, and CloudWatch's periods are minutes; 24 hours take some 300 looks, far under the history limit of an execution.
 */
export function nextLook(bakedSeconds: number, analysis?: Pick<Analysed, 'settings' | 'weight'>): number {
  if (analysis === undefined || analysis.weight === 0) return Math.min(300, Math.max(60, bakedSeconds / 4));
  const { askSeconds } = analysis.settings;
  return analysis.weight < 100 ? askSeconds : Math.max(askSeconds, Math.min(300, bakedSeconds / 20));
}
