import type { Paint } from '../views/paint';
import { describeEnd, renderStatus } from '../views/status';
import type { Service } from './ports';
import { observeWithHistory } from './release-state';
import type { Subject } from './running-release';
import type { Ended, Voice } from './voice';
import { type WatchOptions, watch } from './watch';

export const summary = 'show where a release is, who is live, and why the last one went back';

/** Shows one service after the other. */
export async function status(services: readonly Service[], voice: Voice, paint: Paint, id?: string): Promise<Ended> {
  const states = await Promise.all(services.map((service) => observeWithHistory(service, id)));
  for (const state of states) for (const line of renderStatus(state, paint)) voice.say(line);
  return { exitStatus: 0, json: { services: states } };
}

/** Follows one release to its end. Exit status 1 when it went back or failed. */
export async function followStatus({ service, id }: Subject, voice: Voice, options: WatchOptions): Promise<Ended> {
  const end = await watch(service, voice, options, id);
  voice.say(describeEnd(end));
  const phase = end.release?.phase;
  return { exitStatus: phase === undefined || phase === 'succeeded' ? 0 : 1, json: { services: [end] } };
}
