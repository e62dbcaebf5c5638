import type { Verdict } from '../shared/verdict';
import type { Layer } from './environment';

/** How a step ended; `skipped` because an earlier one failed. */
export type StepOutcome = 'pass' | 'fail' | 'skipped';

/** What the verdict needs to know of a step. */
export interface StepResult {
  readonly name: string;
  readonly layer: Layer;
  readonly outcome: StepOutcome;
  /** Why it failed; no secret or captured value in it. */
  readonly reason?: string;
}

const LONGEST_BACKOFF_MILLIS = 30_000;

/** Whether a step that has failed `failures` times is tried again, and after how long: twice as long each time. */
export function decideRetry(
  { retries, backoffMillis }: { retries: number; backoffMillis: number },
  failures: number,
): { again: false } | { again: true; afterMillis: number } {
  if (failures > retries) return { again: false };
  return { again: true, afterMillis: Math.min(backoffMillis * 2 ** (failures - 1), LONGEST_BACKOFF_MILLIS) };
}

/** The verdict on all steps: pass only when each one passed, and there was one. */
export function decide(results: readonly StepResult[]): Verdict {
  if (results.length === 0) return { kind: 'fail', reason: 'no step has run' };
  const failed = results.findIndex(({ outcome }) => outcome !== 'pass');
  const step = results[failed];
  if (!step) return { kind: 'pass' };
  return {
    kind: 'fail',
    reason: `step ${failed + 1} of ${results.length}, '${step.name}' (${step.layer}): ${step.reason ?? 'not run'}`,
  };
}

/** How many steps of each layer passed, failed and were skipped; layers without a step are left out. */
export function countByLayer(results: readonly StepResult[]): Partial<Record<Layer, Record<StepOutcome, number>>> {
  const counts: Partial<Record<Layer, Record<StepOutcome, number>>> = {};
  for (const { layer, outcome } of results) {
    const count = counts[layer] ?? { pass: 0, fail: 0, skipped: 0 };
    counts[layer] = { ...count, [outcome]: count[outcome] + 1 };
  }
  return counts;
}
