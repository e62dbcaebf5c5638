import type { HookReport } from '../report';
import type { InvocationRecord } from '../services/lambda/invocation';

/**
 * What the hooks of a release said, from the logs of their functions. A call that a function lets pass without running its hook is none of
 * them: ECS asks before every step of a shift, and again on the way back. Pure.
 *
 * @param stages the stage at which a function is asked, by the function's name
 * @param brokenOffAt the stage whose hook broke the release off: a team's own function does not log its verdict as ours do
 */
export function hookReportsOf(
  stages: ReadonlyMap<string, string>,
  invocations: readonly InvocationRecord[],
  brokenOffAt?: { readonly stage: string; readonly message?: string },
): HookReport[] {
  return invocations.flatMap(({ functionName, error, log }) => {
    const stage = stages.get(functionName);
    if (!stage) return [];
    const entries = log.map(entryOf);
    if (entries.some(({ event }) => event === 'not asked')) return [];
    const verdict = entries.find(({ event }) => event === 'verdict');
    const brokenOff = brokenOffAt?.stage === stage ? brokenOffAt : undefined;
    const failed = error !== undefined || verdict?.verdict === 'fail' || brokenOff !== undefined;
    return [
      {
        stage,
        functionName,
        verdict: failed ? ('fail' as const) : ('pass' as const),
        reason: error?.split('\n')[0] ?? verdict?.reason ?? brokenOff?.message,
        layers: entries.find(({ event }) => event === 'layers')?.layers,
        log,
      },
    ];
  });
}

/** A function's name; it may be given by its ARN. */
export function functionName(nameOrArn: string): string {
  return nameOrArn.split(':function:').pop() ?? nameOrArn;
}

/** What our handlers log. */
interface Entry {
  readonly event?: string;
  readonly verdict?: string;
  readonly reason?: string;
  readonly layers?: HookReport['layers'];
}

/** A JSON log line of one of our handlers; a team's own function may log anything. */
function entryOf(line: string): Entry {
  try {
    return JSON.parse(line) ?? {};
  } catch {
    return {};
  }
}
