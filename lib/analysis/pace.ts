import type { ShiftStep } from '../machine/workload';

/** A look of the release machine takes some nine events of the 25,000 that an execution may have; the rest is for gate and hooks. */
const MOST_LOOKS = 2_000;
const FEWEST_FOR_THE_SHIFT = 400;

/** Seconds between two looks while traffic shifts: as asked for, or as often as the history of an execution allows. */
export function affordablePace(steps: readonly ShiftStep[], wanted: number): number {
  const shiftSeconds = steps.slice(0, -1).reduce((sum, { bakeSeconds }) => sum + bakeSeconds, 0);
  // Five minutes apart in the end.
  const ofBake = (steps.at(-1)?.bakeSeconds ?? 0) / 300 + 100;
  return Math.max(wanted, Math.ceil(shiftSeconds / Math.max(FEWEST_FOR_THE_SHIFT, MOST_LOOKS - ofBake)));
}
