import { describeEnd } from '../views/status';
import type { Release, Service } from './ports';
import { runningRelease, type Subject, standing } from './running-release';
import type { Ended, Voice } from './voice';
import { type WatchOptions, watch } from './watch';

export const summary = 'end a running release; production traffic goes back to the live colour';

/** How to stop. */
export interface StopOptions {
  /** @default - the command ends when the stop is asked for */
  readonly watch?: WatchOptions;
}

/** Stops a running release, which always rolls it back. Exit status 1 when none is running. */
export async function stop(subject: Subject, voice: Voice, options: StopOptions = {}): Promise<Ended> {
  const { state, running } = await runningRelease(subject);
  if (!running) {
    voice.say(`nothing to stop: ${subject.service.path}: ${standing(state)}`);
    return { exitStatus: 1, json: { service: subject.service.path, stopped: false, phase: state.release?.phase } };
  }
  if (running.phase === 'rolling-back' && !running.halted) {
    voice.say(`release ${running.id} of ${subject.service.path} is going back already`);
    return { exitStatus: 0, json: { service: subject.service.path, stopped: false, phase: running.phase } };
  }
  return stopRunning(subject.service, running, voice, options);
}

/** Stops a release of which is known that it runs. */
export async function stopRunning(
  service: Service,
  running: Release,
  voice: Voice,
  options: StopOptions,
): Promise<Ended> {
  await service.releases.stop(running.id);
  voice.say(
    `stopped release ${running.id} while ${running.phase}: it is rolled back, all production traffic goes to the colour that was live before it`,
  );
  const json = { service: service.path, stopped: true, id: running.id, phase: running.phase };
  if (!options.watch) return { exitStatus: 0, json };
  const end = await watch(service, voice, options.watch, running.id);
  voice.say(describeEnd(end));
  return { exitStatus: end.release?.phase === 'rolled-back' ? 0 : 1, json: { ...json, end } };
}
