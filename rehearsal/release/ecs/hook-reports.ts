import type { HookReport } from '../../report';
import type { InvocationRecord } from '../../services/lambda/invocation';
import { functionName, hookReportsOf } from '../hook-reports';

/** What the hooks of an AppSpec said. Pure. */
export function hookReports(
  appSpec: string,
  invocations: readonly InvocationRecord[],
  brokenOffAt?: { readonly stage: string; readonly message?: string },
): HookReport[] {
  return hookReportsOf(stagesOf(appSpec), invocations, brokenOffAt);
}

/** Which function is asked at which stage, as the AppSpec says. */
function stagesOf(appSpec: string): Map<string, string> {
  const hooks: Record<string, string>[] = JSON.parse(appSpec).Hooks ?? [];
  const pairs = hooks.flatMap((hook) => Object.entries(hook));
  return new Map(pairs.map(([stage, name]) => [functionName(name), stage]));
}
