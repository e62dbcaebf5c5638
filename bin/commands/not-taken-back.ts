import type { Release, Service, Traffic } from './ports';

/** What the function of `releaseOnDeploy` leaves when it could not take production back with its stack. */
export interface NotTakenBack {
  /** The release that should have gone back, or that should have brought back what was live; empty when that is not known. */
  readonly release: string;
  /** What of that release would still put production right; undefined when that is not known. */
  readonly cure?: 'rolled-back' | 'succeeded';
  readonly reason: string;
  readonly at: Date;
}

/** A release, as far as it can put production right. */
export type Later = Pick<Release, 'id' | 'phase' | 'candidate' | 'startedAt' | 'endedAt'>;

/** How many releases are looked through for one that has put production right. */
const HISTORY = 6;

/** What is still so of what the function has left. Releases are asked for only when it has left something. */
export async function readNotBack(service: Service, traffic: Traffic): Promise<NotTakenBack | undefined> {
  if (!service.notTakenBack) return undefined;
  return stillNotBack(service, traffic, await service.releases.history(HISTORY));
}

/**
 * What of it is still so. It is over when production is on the colour where it should be again, however it came there, or when
 * a release that began since then has succeeded: that is what somebody wants now. A release that has gone back since then changes nothing.
 *
 * @param releases newest first
 */
export function stillNotBack(
  { kind, notTakenBack }: Pick<Service, 'kind' | 'notTakenBack'>,
  traffic: Pick<Traffic, 'live' | 'weights'>,
  releases: readonly Later[],
): NotTakenBack | undefined {
  if (!notTakenBack) return undefined;
  const isAfter = (time: Date | undefined) => time !== undefined && time > notTakenBack.at;
  if (releases.some(({ phase, startedAt }) => phase === 'succeeded' && isAfter(startedAt))) return undefined;
  const release = releases.find(({ id }) => id === notTakenBack.release);
  if (release) return isCured(notTakenBack.cure, release, traffic) ? undefined : notTakenBack;
  // Which one it was is not known. Of a machine every release that began before goes back to what is to be live;
  // a deployment of CodeDeploy may be the one that was to bring it back, and goes back to what is not.
  const wentBack = releases.some(
    ({ phase, startedAt, endedAt }) => phase === 'rolled-back' && !isAfter(startedAt) && isAfter(endedAt),
  );
  return wentBack && kind !== 'ecs' ? undefined : notTakenBack;
}

function isCured(
  cure: NotTakenBack['cure'],
  { candidate }: Later,
  { live, weights }: Pick<Traffic, 'live' | 'weights'>,
): boolean {
  if (candidate === undefined || cure === undefined || weights[live] !== 100) return false;
  return (live === candidate) === (cure === 'succeeded');
}
