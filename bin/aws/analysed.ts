import type { Release } from '../commands/ports';
import type { EcsAnalysis } from './ecs-analysis';

/** What is asked of an analysis; undefined where a service has none. */
export type Analysing = Pick<EcsAnalysis, 'last' | 'reasonOf' | 'objections'>;

/**
 * A release with the analysis's own reason, where there is one: who carries it out knows only that somebody has stopped it, or that a hook has
 * failed; the record knows why.
 */
export async function analysed(release: Release, analysis: Analysing | undefined): Promise<Release> {
  if (!analysis || release.reason === undefined) return release;
  return { ...release, reason: (await analysis.reasonOf(release.id)) ?? release.reason };
}

/** The same, with what the analysis saw last. */
export async function lookedAt(release: Release, analysis: Analysing | undefined): Promise<Release> {
  const told = await analysed(release, analysis);
  return analysis ? { ...told, lastLook: await analysis.last(release.id) } : told;
}
