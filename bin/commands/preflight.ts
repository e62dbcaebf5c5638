import { driftOf } from './drift-of';
import type { Traffic } from './ports';

/** Nothing that is released differs from itself: versions are no objection. */
const ANY_VERSION = { version: '', isLive: true };

/**
 * What speaks against a release now; empty when nothing does: an alarm that fires already, and every difference between template and
 * reality that `bluegreen drift` does not expect.
 *
 * A release goes back at once when one of its alarms is firing already, and has nothing to go back to when the live colour
 * does not serve; it is better to say so before anything is touched.
 */
export function preflight(traffic: Traffic): string[] {
  const { firing } = traffic;
  const alarms =
    firing.length > 0
      ? [`a rollback alarm is firing already, so the release would go back at once: ${firing.join(', ')}`]
      : [];
  const differences = driftOf(traffic, undefined, ANY_VERSION).filter(({ expected }) => !expected);
  // Without a target there is nothing to go back to, which is worse than weights.
  differences.sort((a, b) => (a.what < b.what ? -1 : 1));
  return [...alarms, ...differences.map(({ why }) => why)];
}
