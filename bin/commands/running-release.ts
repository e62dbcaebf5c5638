import { isFinal, type Release, type Service, type Services } from './ports';
import { observe, type ReleaseState } from './release-state';
import { selectService, serviceOf } from './select-service';

/** The release that a verb is about: that of an id, or the newest of a service. */
export interface Subject {
  readonly service: Service;
  /** Undefined: the newest. */
  readonly id?: string;
}

/**
 * Finds what a person means by SERVICE and `--release ID`, either of which may be missing.
 * @throws Problem when that is nothing, or not clear
 */
export async function subjectOf(services: Services, name?: string, id?: string): Promise<Subject> {
  if (id === undefined) return { service: await selectService(services, name) };
  return { service: await serviceOf(services, id, name), id };
}

/** The state of the subject, and its release when that is still running. */
export async function runningRelease({
  service,
  id,
}: Subject): Promise<{ readonly state: ReleaseState; readonly running?: Release }> {
  const state = await observe(service, id);
  const running = state.release && !isFinal(state.release.phase) ? state.release : undefined;
  return { state, running };
}

/** What a running release does, for messages. */
export function describeRunning({ id, phase, halted }: Release): string {
  return `release ${id} is ${phase}${halted ? `, but ${halted}` : ''}`;
}

/** What a service does when there is no running release, for messages. */
export function standing({ release }: ReleaseState): string {
  if (!release) return 'it was never released';
  const because = release.phase !== 'succeeded' && release.reason ? ` (${release.reason})` : '';
  return `its last release ${release.id} ${WORDS[release.phase] ?? `is ${release.phase}`}${because}`;
}

const WORDS: Partial<Record<Release['phase'], string>> = { failed: 'failed', refused: 'was refused' };
