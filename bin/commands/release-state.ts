import { type NotTakenBack, stillNotBack } from './not-taken-back';
import { isFinal, type Release, type Service, type Traffic } from './ports';

/** Where a service and its newest release are: what `status` shows, and what `--json` prints. */
export interface ReleaseState extends Traffic {
  /** The service's path. */
  readonly service: string;
  /** Undefined when it was never released (only deployed by CloudFormation). */
  readonly release?: Release;
  /** The newest release that went back, failed or was refused before this one; looked up by `status` only. */
  readonly lastRollback?: LastRollback;
  /** The update of its stack that was taken back without production; looked up by `status` only. */
  readonly notTakenBack?: NotTakenBack;
}

export interface LastRollback {
  readonly id: string;
  readonly reason?: string;
  readonly at?: Date;
}

/** How many releases are looked through for the last rollback. */
const HISTORY = 6;

/**
 * Looks at a service.
 *
 * @param id the release to look at; without it the newest
 */
export async function observe({ path, releases }: Service, id?: string): Promise<ReleaseState> {
  const { traffic, release } = await releases.look(id);
  return { service: path, ...traffic, release };
}

/** As `observe`, and the last rollback before that release. */
export async function observeWithHistory(service: Service, id?: string): Promise<ReleaseState> {
  const [observed, history] = await Promise.all([observe(service, id), service.releases.history(HISTORY)]);
  const notTakenBack = stillNotBack(service, observed, history);
  const state = { ...observed, ...(notTakenBack && { notTakenBack }) };
  const broken = history.find(({ id, phase }) => isFinal(phase) && phase !== 'succeeded' && id !== state.release?.id);
  if (!broken) return state;
  return { ...state, lastRollback: { id: broken.id, reason: broken.reason, at: broken.endedAt } };
}
