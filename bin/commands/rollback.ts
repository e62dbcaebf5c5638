import { describeEnd } from '../views/status';
import type { Release, Service } from './ports';
import { Problem } from './problem';
import { runningRelease, type Subject, standing } from './running-release';
import { stop } from './stop';
import type { Ended, Voice } from './voice';
import { type WatchOptions, watch } from './watch';

export const summary = 'go back: at once while a release runs; after it to the colour, or the version, before';

/** How to roll back. */
export interface RollbackOptions {
  /**
   * The colour that gets everything: nothing is asked of the release's record then, so that it works when the record cannot be read.
   * @default - the colour that was live before the release
   */
  readonly to?: string;
  /** @default - the command ends when the rollback has begun */
  readonly watch?: WatchOptions;
}

/**
 * Goes back to the version before.
 *
 * While a release runs, it is stopped and traffic returns at once. After it has succeeded, the state machine brings the
 * previous colour up again where that is needed and gives it the traffic; CodeDeploy has terminated it, so that going back
 * is a new release of the previous version, with hooks and shift. Exit status 1 when there is nothing to go back from.
 */
export async function rollback(subject: Subject, voice: Voice, options: RollbackOptions = {}): Promise<Ended> {
  if (options.to !== undefined) return goBackTo(subject, options.to, voice);
  const { state, running } = await runningRelease(subject);
  if (running) {
    const ended = await stop(subject, voice, options);
    return { ...ended, json: { ...(ended.json as object), rolledBackBy: 'stopping the release' } };
  }
  const path = subject.service.path;
  if (state.release?.phase !== 'succeeded') {
    const other = state.release ? `; another version is a release of its own: bluegreen release ${path} --help` : '';
    voice.say(`nothing to roll back: ${path}: ${standing(state)}${other}`);
    return { exitStatus: 1, json: { service: path, rolledBack: false, phase: state.release?.phase } };
  }
  return goBack(subject.service, state.release, voice, options);
}

async function goBackTo({ service, id: given }: Subject, to: string, voice: Voice): Promise<Ended> {
  if (to !== 'blue' && to !== 'green') throw new Problem(`'--to' must be blue or green, got '${to}'`);
  const { by, id, told } = await service.releases.goBackTo(to, given);
  for (const line of told) voice.say(line);
  return { exitStatus: 0, json: { service: service.path, rolledBack: true, rolledBackBy: by, id, to } };
}

async function goBack(service: Service, release: Release, voice: Voice, options: RollbackOptions): Promise<Ended> {
  const { by, id, goal, version, told } = await service.releases.goBack(release);
  for (const line of told) voice.say(line);
  const json = { service: service.path, rolledBack: true, rolledBackBy: by, id, from: release.id, version };
  if (!options.watch) {
    voice.say(`follow it with: bluegreen status ${service.path} --watch`);
    return { exitStatus: 0, json };
  }
  const end = await watch(service, voice, options.watch, id, id === release.id ? release.phase : undefined);
  voice.say(describeEnd(end));
  return { exitStatus: end.release?.phase === goal ? 0 : 1, json: { ...json, end } };
}
