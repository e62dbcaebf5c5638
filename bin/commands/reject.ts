import { describeEnd } from '../views/status';
import { describeRunning, runningRelease, type Subject, standing } from './running-release';
import type { Ended, Voice } from './voice';
import { type WatchOptions, watch } from './watch';

export const summary = 'refuse a release that waits for a person; it goes back';

/** How to reject. */
export interface RejectOptions {
  /** Kept with the release, where its record has a place for it. */
  readonly reason?: string;
  /** @default - the command ends when the release goes back */
  readonly watch?: WatchOptions;
}

/** Rejects a release that waits for a person, before production traffic has moved. Exit status 1 when none waits. */
export async function reject(subject: Subject, voice: Voice, options: RejectOptions = {}): Promise<Ended> {
  const { state, running } = await runningRelease(subject);
  const { path, releases } = subject.service;
  if (running?.phase !== 'waiting' || running.halted) {
    const hint = running ? ` (bluegreen rollback ${path} goes back at any time)` : '';
    voice.say(`nothing to reject: ${path}: ${running ? describeRunning(running) : standing(state)}${hint}`);
    return { exitStatus: 1, json: { service: path, rejected: false, phase: state.release?.phase } };
  }
  const { id } = running;
  await releases.reject(id, options.reason);
  voice.say(`rejected ${id}: it goes back, no production traffic has reached the candidate`);
  const json = { service: path, rejected: true, id };
  if (!options.watch) return { exitStatus: 0, json };
  const end = await watch(subject.service, voice, options.watch, id);
  voice.say(describeEnd(end));
  return { exitStatus: end.release?.phase === 'rolled-back' ? 0 : 1, json: { ...json, end } };
}
