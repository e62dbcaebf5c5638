import type { RehearsalReport } from '../report';
import type { RecordedTimes } from './recorded-times';

/** Moments of a release that went back, in rehearsal seconds since it was asked for, each where it is known. */
export interface DetectionMoments {
  /** The candidate's first bad answer to a user. */
  readonly firstBadAt?: number;
  /** When its first production traffic was seen. */
  readonly firstShiftAt?: number;
  readonly decidedAt?: number;
  /** What the release's own record has, in the same seconds. */
  readonly recorded?: RecordedTimes;
}

type Detection = Pick<RehearsalReport, 'secondsToDetect' | 'detectedSince' | 'recorded'>;

/** A difference that is none. */
const SAME_SECONDS = 1;

/**
 * From the candidate's first bad answer to the decision; without one, from its first production traffic. The record of the release knows no
 * answers and counts from the first production traffic, so its figure may differ, and then it is said why.
 */
export function detectionOf({ firstBadAt, firstShiftAt, decidedAt, recorded }: DetectionMoments): Detection {
  const from = firstBadAt ?? firstShiftAt;
  const since = firstBadAt === undefined ? ('first production traffic' as const) : ('first bad answer' as const);
  const known = decidedAt !== undefined && from !== undefined;
  const began = Math.max(0, from ?? 0);
  return {
    secondsToDetect: known ? Math.max(0, decidedAt - began) : undefined,
    detectedSince: known ? since : undefined,
    recorded: known && recorded ? recordedOf(recorded, began, decidedAt, since) : undefined,
  };
}

function recordedOf(
  recorded: RecordedTimes,
  began: number,
  decidedAt: number,
  since: NonNullable<Detection['detectedSince']>,
): Detection['recorded'] {
  const secondsToDetect = Math.max(0, recorded.decidedAt - recorded.shiftedAt);
  const what = since === 'first bad answer' ? 'that answer' : 'the rehearsal saw it';
  const reasons = [
    ...apart(recorded.shiftedAt, began, (text) => `it counts from the first production traffic, ${text} ${what}`),
    ...apart(recorded.decidedAt, decidedAt, (text) => `its decision is written down ${text} the rehearsal saw it`),
  ];
  return { secondsToDetect, ...(reasons.length > 0 && { differs: reasons.join('; ') }) };
}

function apart(recorded: number, own: number, words: (text: string) => string): string[] {
  const seconds = Math.round(Math.abs(recorded - own) * 10) / 10;
  if (seconds <= SAME_SECONDS) return [];
  return [words(`${seconds} s ${recorded < own ? 'before' : 'after'}`)];
}
