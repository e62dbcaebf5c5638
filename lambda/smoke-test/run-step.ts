import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../shared/log';
import { messageOf } from '../shared/message-of';
import { percentile } from '../shared/percentile';
import type { Target } from '../shared/target';
import { type Attempt, attemptStep } from './attempt';
import { decideRetry, type StepResult } from './decide';
import type { Redaction } from './redaction';
import type { Step } from './steps';
import type { Variables } from './variables';

/** What all steps of one test share. */
export interface StepContext {
  readonly target: Target;
  readonly redaction: Redaction;
  readonly signal: AbortSignal;
  readonly log: Log;
}

const LONGEST_TEXT = 300;

/** Runs a step, with its retries, and writes its log line; answers how it ended and what it captured. */
export async function runStep(
  step: Step,
  number: number,
  variables: Variables,
  { target, redaction, signal, log }: StepContext,
): Promise<{ result: StepResult; captured: ReadonlyMap<string, unknown> }> {
  let attempt: Attempt;
  let tries = 0;
  for (;;) {
    attempt = await attemptStep(step, target, variables, signal);
    tries++;
    // Also of a failed try: its values may come again in what is logged of the next one.
    for (const value of attempt.captured.values()) redaction.add(value);
    if (attempt.failure === undefined || signal.aborted) break;
    const retry = decideRetry(step, tries);
    if (!retry.again || !(await waited(retry.afterMillis, signal))) break;
  }

  const reason = reasonOf(attempt, signal, redaction);
  const result: StepResult = {
    name: step.name,
    layer: step.layer,
    outcome: reason === undefined ? 'pass' : 'fail',
    reason,
  };
  log(logEntry(step, number, result, attempt, tries, redaction));
  return { result, captured: attempt.captured };
}

/** The log entry of a step that has not run. */
export function skippedEntry({ name, layer, method, path }: Step, number: number): Parameters<Log>[0] {
  return { event: 'step', step: number, name, layer, method, path, outcome: 'skipped' };
}

function reasonOf({ failure }: Attempt, signal: AbortSignal, redaction: Redaction): string | undefined {
  if (failure === undefined) return undefined;
  const text = signal.aborted ? `${messageOf(signal.reason)}; ${failure}` : failure;
  return cut(redaction.clean(text));
}

function logEntry(
  { name, layer, method, path, captures }: Step,
  number: number,
  { outcome, reason }: StepResult,
  { checks, latencies, failedBody }: Attempt,
  tries: number,
  redaction: Redaction,
): Parameters<Log>[0] {
  // Path and expectations are those of the template, with variables not filled in; what came is cleaned, then cut.
  const clean = (text: string): string => cut(redaction.clean(text));
  return {
    level: outcome === 'pass' ? 'info' : 'error',
    event: 'step',
    step: number,
    name,
    layer,
    method,
    path,
    outcome,
    tries,
    requests: latencies.length,
    checks: checks.map(({ what, expected, actual, ok }) => ({
      what: clean(what),
      expected: clean(expected),
      actual: typeof actual === 'string' ? clean(actual) : actual,
      ok,
    })),
    ...(latencies.length > 0 && { latencyMillis: summary(latencies) }),
    ...(captures.length > 0 && { captures: captures.map((capture) => capture.name) }),
    ...(reason !== undefined && { reason }),
    ...(failedBody !== undefined && { body: clean(failedBody) }),
  };
}

function summary(latencies: readonly number[]): Record<string, number> {
  const [p50 = 0, p95 = 0, p99 = 0, max = 0] = [50, 95, 99, 100].map((percent) =>
    Math.round(percentile(latencies, percent)),
  );
  return { p50, p95, p99, max };
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}...` : text;
}

/** Whether the time has passed; false when the signal came first. */
async function waited(millis: number, signal: AbortSignal): Promise<boolean> {
  return sleep(millis, true, { signal }).catch(() => false);
}
