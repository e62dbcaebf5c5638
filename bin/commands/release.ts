import { describeEnd } from '../views/status';
import { shortVersion } from '../views/version';
import { isFinal, ReleaseRunning, type Service, type Wanted } from './ports';
import { preflight } from './preflight';
import { observe } from './release-state';
import type { Ended, Voice } from './voice';
import { type WatchOptions, watch } from './watch';

export const summary = 'release the version of the last deploy, or another';

/** How to release. */
export interface ReleaseOptions extends Wanted {
  /** Release although the preflight speaks against it, or although this version is live already. */
  readonly force?: boolean;
  /**
   * Follow the release to its end.
   * @default - the command ends when the release has started
   */
  readonly watch?: WatchOptions;
}

/** Starts a release. Exit status 1 when one is running already, when the preflight refuses, or when it went back. */
export async function release(service: Service, voice: Voice, options: ReleaseOptions = {}): Promise<Ended> {
  const { path } = service;
  const state = await observe(service);
  if (state.release && !isFinal(state.release.phase)) return refuseSecond(service, state.release.id, voice);
  const plan = await service.releases.plan(options, state);
  const version = shortVersion(plan.version);
  if (plan.isLive && !options.force) {
    voice.say(`nothing to release: ${path} runs ${version} already (--force releases it again)`);
    return { exitStatus: 0, json: { service: path, released: false, version: plan.version } };
  }
  const objections = [...preflight(state), ...((await plan.objections?.()) ?? [])];
  if (objections.length > 0) {
    for (const objection of objections) voice.say(`${options.force ? 'warning' : 'refused'}: ${objection}`);
    if (!options.force) {
      voice.say('nothing was touched; --force releases all the same');
      return { exitStatus: 1, json: { service: path, released: false, refused: objections } };
    }
  }
  try {
    const id = await plan.start();
    const json = { service: path, released: true, id, version: plan.version };
    voice.say(`release ${id} of ${path} has started: ${version}`);
    if (!options.watch) {
      voice.say(`follow it with: bluegreen status ${path} --watch`);
      return { exitStatus: 0, json };
    }
    const end = await watch(service, voice, options.watch, id);
    voice.say(describeEnd(end));
    return { exitStatus: end.release?.phase === 'succeeded' ? 0 : 1, json: { ...json, end } };
  } catch (error) {
    if (error instanceof ReleaseRunning) return refuseSecond(service, error.runningId, voice);
    throw error;
  }
}

/** One release per service at a time: nobody queues them. */
function refuseSecond({ path }: Service, runningId: string, voice: Voice): Ended {
  voice.say(
    `refused: release ${runningId} of ${path} is running (bluegreen status ${path} --watch, or bluegreen stop ${path})`,
  );
  return { exitStatus: 1, json: { service: path, released: false, runningId } };
}
