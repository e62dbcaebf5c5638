import type { Release, Service } from './ports';

/** What the function of `releaseOnDeploy` leaves when it could not take production back with its stack. */
export interface NotTakenBack {
  /** The release that should have gone back, or that should have brought back what was live; empty when that is not known. */
  readonly release: string;
  readonly reason: string;
  readonly at: Date;
}

/** What of it is still so: somebody who has released something, or has gone back, since then has put it right. */
export function stillNotBack(
  { kind, notTakenBack }: Pick<Service, 'kind' | 'notTakenBack'>,
  release: Pick<Release, 'phase' | 'startedAt' | 'endedAt'> | undefined,
): NotTakenBack | undefined {
  if (!notTakenBack) return undefined;
  const isAfter = (time: Date | undefined) => time !== undefined && time > notTakenBack.at;
  // A deployment that was to bring back what was live is rolled back to what was not; a machine's release is its own way back.
  const wentBack = kind !== 'ecs' && release?.phase === 'rolled-back' && isAfter(release.endedAt);
  return isAfter(release?.startedAt) || wentBack ? undefined : notTakenBack;
}
