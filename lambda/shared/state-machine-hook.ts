import { type Hook, type HookContext, runHook } from './hook-run';
import { jsonLog, type Log } from './log';
import type { Verdict } from './verdict';

/** A verdict in the words of the release machine, which reads it off the task's result. */
export interface HookAnswer {
  readonly verdict: Verdict['kind'];
  readonly reason?: string;
  readonly retryAfterSeconds?: number;
}

/** What the release machine sends to a hook. */
interface HookEvent {
  readonly release: string;
  readonly stage?: string;
  readonly colour?: string;
  readonly testUrl?: string;
}

/** Whether the release machine asks. CodeDeploy's events have none of this. */
export function isMachineEvent(event: unknown): event is HookEvent {
  const { release } = (event ?? {}) as Partial<HookEvent>;
  return typeof release === 'string' && release !== '';
}

/** Turns a hook into the Lambda handler that the release machine invokes: the result is the verdict, whatever goes wrong. */
export function stateMachineHook(
  name: string,
  hook: Hook,
  baseLog?: Log,
): (event: HookEvent, context: HookContext) => Promise<HookAnswer> {
  return async ({ release, stage, colour, testUrl }, context) => {
    const log = baseLog ?? jsonLog({ handler: name, release, stage, colour });
    const verdict = await runHook(hook, context, { log, testUrl });
    const answer = render(verdict);
    log({ level: verdict.kind === 'fail' ? 'error' : 'info', event: 'verdict', ...answer });
    return answer;
  };
}

function render(verdict: Verdict): HookAnswer {
  switch (verdict.kind) {
    case 'pass':
      return { verdict: 'pass' };
    case 'wait':
      return { verdict: 'wait', retryAfterSeconds: verdict.retryAfterSeconds };
    case 'fail':
      return { verdict: 'fail', reason: verdict.reason };
  }
}
