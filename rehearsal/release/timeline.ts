import type { LifecycleEvent } from '@aws-sdk/client-codedeploy';
import type { Progress, TimelineEntry } from '../report';
import { other } from './shares';

/**
 * Writes down what changed from one look at a release to the next. Pure: the same looks give the same lines.
 *
 * @param before the look before; undefined for the first one
 */
export function changesBetween(before: Progress | undefined, now: Progress): TimelineEntry[] {
  const at = now.elapsedSeconds;
  const lines: TimelineEntry[] = [];
  if (now.phase !== before?.phase)
    lines.push({ atSeconds: at, kind: 'phase', text: PHASES[now.phase], bad: BAD.has(now.phase) });
  if (before && shareOfIdle(now) !== shareOfIdle(before))
    lines.push({ atSeconds: at, kind: 'weights', text: weightsText(now) });
  if (before) lines.push(...healthLines(before, now));
  const fired = now.firing.filter((name) => !before?.firing.includes(name));
  for (const name of fired) lines.push({ atSeconds: at, kind: 'alarm', text: `alarm ${name} is firing`, bad: true });
  return lines;
}

/** Events shorter than this had nothing to do, and are not worth a line. */
const WORTH_A_LINE_SECONDS = 2;

/**
 * The lifecycle events that took time or failed, at the moments that CodeDeploy tells. Pure.
 *
 * @param secondsAt rehearsal seconds of a moment
 */
export function eventLines(
  events: readonly LifecycleEvent[],
  secondsAt: (time: Date | undefined) => number,
): TimelineEntry[] {
  return events.flatMap(({ lifecycleEventName: name = '', status, startTime, endTime, diagnostics }) => {
    if (!startTime) return [];
    const seconds = secondsAt(endTime) - secondsAt(startTime);
    const failed = status === 'Failed';
    if (!failed && seconds < WORTH_A_LINE_SECONDS) return [];
    const text = failed
      ? `${name} failed: ${diagnostics?.message || 'no message'}`
      : `${name} took ${Math.round(seconds)} s`;
    return [{ atSeconds: failed ? secondsAt(endTime) : secondsAt(startTime), kind: 'event', text, bad: failed }];
  });
}

const PHASES: Record<Progress['phase'], string> = {
  preparing: 'preflight, then the candidate comes up on the idle colour',
  testing: 'test traffic reaches the candidate',
  waiting: 'waiting for a person to promote',
  shifting: 'production traffic shifts',
  baking: 'all production traffic is on the candidate; the previous colour stays warm',
  succeeded: 'the candidate is live, and the release is over',
  'rolling-back': 'going back',
  'rolled-back': 'the release is over; all production traffic is on live',
  refused: 'refused',
};

const BAD: ReadonlySet<Progress['phase']> = new Set(['rolling-back', 'rolled-back', 'refused']);

/** Targets that a colour with production traffic has lost or got back. */
function healthLines(before: Progress, now: Progress): TimelineEntry[] {
  return (['blue', 'green'] as const).flatMap((colour) => {
    const [had, has] = [before.healthyTargets[colour], now.healthyTargets[colour]];
    // Without production traffic, targets come and go because the colour does.
    if (had === has || before.weights[colour] === 0 || now.weights[colour] === 0) return [];
    const text = `${colour} (${colour === now.live ? 'live' : 'candidate'}) has ${has} healthy targets, before ${had}`;
    return [{ atSeconds: now.elapsedSeconds, kind: 'health' as const, text, bad: has < had }];
  });
}

function weightsText({ weights, live }: Progress): string {
  const idle = other(live);
  return `production traffic: ${live} (live) ${weights[live]} %, ${idle} (candidate) ${weights[idle]} %`;
}

function shareOfIdle({ weights, live }: Progress): number {
  return weights[other(live)];
}
