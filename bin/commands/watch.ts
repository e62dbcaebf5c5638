import { describeProgress, nextStep } from '../views/status';
import { isFinal, type Phase, type Service } from './ports';
import { observe, type ReleaseState } from './release-state';
import type { Voice } from './voice';

/** How a release is followed. */
export interface WatchOptions {
  /** Waits between two looks. */
  readonly pause: () => Promise<void>;
}

/** What broke off may be rolled back a little later: this many looks in a row must agree before it counts as ended. */
const LOOKS_BEFORE_THE_END = 3;

/**
 * Follows a release to its end and returns the last state. A release that only a person can bring further counts as ended.
 *
 * @param from the phase that it leaves, when it goes back after its end
 */
export async function watch(
  service: Service,
  voice: Voice,
  { pause }: WatchOptions,
  id?: string,
  from?: Phase,
): Promise<ReleaseState> {
  let [said, ends, asked] = ['', 0, false];
  for (;;) {
    const state = await observe(service, id);
    const line = describeProgress(state);
    if (line !== said) voice.progress(line);
    said = line;
    const { release } = state;
    if (!release) return state;
    if (release.phase === 'waiting' && !asked) {
      asked = true;
      voice.say(nextStep(state) ?? '');
    }
    if (release.phase !== from) {
      if (release.ended) return state;
      ends = isFinal(release.phase) || release.halted ? ends + 1 : 0;
      if (ends >= LOOKS_BEFORE_THE_END) return state;
    }
    await pause();
  }
}
