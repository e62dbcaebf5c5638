import { describeEnd } from '../views/status';
import { describeRunning, runningRelease, type Subject, standing } from './running-release';
import type { Ended, Voice } from './voice';
import { type WatchOptions, watch } from './watch';

export const summary = 'let a waiting release take production traffic';

/** How to promote. */
export interface PromoteOptions {
  /** End the bake time now instead: the previous colour is terminated, and going back is a new release from then on. */
  readonly finish?: boolean;
  /** @default - the command ends when the release goes on */
  readonly watch?: WatchOptions;
}

/** Promotes a release that waits for a person, or ends its bake time. Exit status 1 when it does not wait for that. */
export async function promote(subject: Subject, voice: Voice, options: PromoteOptions = {}): Promise<Ended> {
  const { state, running } = await runningRelease(subject);
  const { path, releases } = subject.service;
  const wanted = options.finish ? 'baking' : 'waiting';
  if (running?.phase !== wanted || running.halted) {
    const now = running ? describeRunning(running) : standing(state);
    const hint = running?.phase === 'baking' && releases.canFinish ? ' (--finish ends the bake time now)' : '';
    voice.say(`nothing to ${options.finish ? 'finish' : 'promote'}: ${path}: ${now}${hint}`);
    return { exitStatus: 1, json: { service: path, promoted: false, phase: state.release?.phase } };
  }
  const id = running.id;
  if (options.finish) await releases.finish(id);
  else await releases.promote(id);
  voice.say(
    options.finish
      ? `ended the bake time of ${id}: the previous colour is terminated`
      : `promoted ${id}: production traffic starts to shift`,
  );
  const json = { service: path, promoted: true, id };
  if (!options.watch) return { exitStatus: 0, json };
  const end = await watch(subject.service, voice, options.watch, id);
  voice.say(describeEnd(end));
  return { exitStatus: end.release?.phase === 'succeeded' ? 0 : 1, json: { ...json, end } };
}
