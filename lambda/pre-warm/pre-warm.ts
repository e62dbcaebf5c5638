import type { HookRun } from '../shared/hook-run';
import { HttpSession } from '../shared/http-session';
import { inParallel } from '../shared/in-parallel';
import { messageOf } from '../shared/message-of';
import { percentile } from '../shared/percentile';
import { type FindPrivateAddresses, findTarget } from '../shared/target';
import { timeLimit } from '../shared/time-limit';
import type { Verdict } from '../shared/verdict';
import { decide, type Ended } from './decide';
import type { Environment } from './environment';
import { readSettings } from './settings';

/** Sends requests to the candidate until it is warm, or fails too often, or the time is over. */
export async function preWarm(
  environment: Partial<Environment>,
  findPrivateAddresses: FindPrivateAddresses,
  { signal: outer, log }: HookRun,
): Promise<Verdict> {
  const { paths, headers, concurrency, requestTimeoutMillis, timeoutSeconds, plan } = readSettings(environment);
  const { signal, clear } = timeLimit(outer, timeoutSeconds);
  const latencies: number[] = [];
  const failed = { failures: 0, unanswered: 0, lastFailure: undefined as string | undefined };
  let session: HttpSession | undefined;
  let ended: Ended | undefined;
  try {
    const target = await findTarget(environment, findPrivateAddresses, signal);
    const open = new HttpSession(target, concurrency);
    session = open;

    await inParallel(plan.requests, concurrency, async (index) => {
      const path = paths[index % paths.length] ?? '/';
      const request = { method: 'GET', path, headers: { 'user-agent': 'cdk-blue-green-pre-warm', ...headers } };
      try {
        const { status, latencyMillis } = await open.send(request, requestTimeoutMillis, signal);
        if (status < 400) latencies.push(latencyMillis);
        else count(failed, `${path} answered ${status}`);
      } catch (error) {
        // What the end of the time cuts off says nothing of the candidate.
        if (signal.aborted || ended) return false;
        failed.unanswered++;
        count(failed, `${path}: ${messageOf(error)}`);
      }
      ended ??= decide(plan, { latencies, ...failed });
      if (ended) open.close();
      return ended === undefined;
    });
  } finally {
    clear();
    session?.close();
  }

  const done = latencies.length + failed.failures;
  log({
    event: 'warmed',
    planned: plan.requests,
    done,
    ...failed,
    endedBy: ended?.because ?? 'time',
    ...(latencies.length > 0 && { p95Millis: Math.round(percentile(latencies, 95)) }),
  });
  return (
    ended?.verdict ?? {
      kind: 'fail',
      reason: `${messageOf(signal.reason)}: ${done} of ${plan.requests} requests were done`,
    }
  );
}

function count(failed: { failures: number; lastFailure: string | undefined }, failure: string): void {
  failed.failures++;
  failed.lastFailure = failure;
}
