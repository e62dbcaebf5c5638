import { type HttpAnswer, HttpSession } from '../shared/http-session';
import { inParallel } from '../shared/in-parallel';
import { messageOf } from '../shared/message-of';
import type { Target } from '../shared/target';
import { type Captured, capture } from './captures';
import { type Check, checkAnswer, checkPercentiles } from './expectations';
import { renderRequest } from './request';
import type { Step } from './steps';
import type { Variables } from './variables';

/** One try of a step: all requests of it. */
export interface Attempt {
  /** What was checked on the first answer that failed, or on the last one; percentiles at the end. */
  readonly checks: readonly Check[];
  readonly captured: ReadonlyMap<string, unknown>;
  /** Why it failed; may still hold secrets and captured values. Absent when it passed. */
  readonly failure?: string;
  /** The body of the answer that failed. */
  readonly failedBody?: string;
  readonly latencies: readonly number[];
}

/** Makes the requests of a step; the first failure ends it. Never throws: whatever happens is the reason of a failed attempt. */
export async function attemptStep(
  step: Step,
  target: Target,
  variables: Variables,
  signal: AbortSignal,
): Promise<Attempt> {
  const session = new HttpSession(target, step.concurrency);
  const latencies: number[] = [];
  let judged: Judged = { checks: [], captured: new Map() };
  try {
    const request = renderRequest(step, variables);
    await inParallel(step.repeat, step.concurrency, async () => {
      const next = await session.send(request, step.timeoutMillis, signal).then(
        (answer) => {
          latencies.push(answer.latencyMillis);
          return judge(step, answer, variables);
        },
        (error): Judged => ({ ...judged, failure: messageOf(error) }),
      );
      // The first failure stays; what it cuts off by closing the connections fails after it and says nothing.
      if (judged.failure === undefined) judged = next;
      if (judged.failure !== undefined) session.close();
      return judged.failure === undefined;
    });
    return withPercentiles(step, judged, latencies);
  } catch (error) {
    return { ...judged, failure: messageOf(error), latencies };
  } finally {
    session.close();
  }
}

type Judged = Omit<Attempt, 'latencies'>;

function judge(step: Step, answer: HttpAnswer, variables: Variables): Judged {
  const captured = capture(step.captures, answer);
  // A capture that found nothing fails the step by itself; the expectations that use it are still told.
  const missing = captured.missing.map((name): [string, unknown] => [name, null]);
  const checks = checkAnswer(step.expect, answer, new Map([...variables, ...missing, ...captured.values]));
  const failure = failureOf(checks, captured);
  const base = { checks, captured: captured.values };
  return failure === undefined ? base : { ...base, failure, failedBody: answer.body };
}

function withPercentiles(step: Step, judged: Judged, latencies: readonly number[]): Attempt {
  const percentiles = checkPercentiles(step.expect.percentiles, latencies);
  const failure = judged.failure ?? failureOf(percentiles);
  const checks = [...judged.checks, ...percentiles];
  return { ...judged, checks, latencies, ...(failure !== undefined && { failure }) };
}

function failureOf(checks: readonly Check[], captured?: Captured): string | undefined {
  const failed = checks
    .filter(({ ok }) => !ok)
    .map(({ what, expected, actual }) => `${what} ${expected}, got ${actual}`);
  const missing = captured?.missing.map((name) => `nothing to capture as '${name}'`) ?? [];
  return [...failed, ...missing].join('; ') || undefined;
}
