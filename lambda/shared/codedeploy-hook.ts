import {
  CodeDeployClient,
  LifecycleEventAlreadyCompletedException,
  PutLifecycleEventHookExecutionStatusCommand,
} from '@aws-sdk/client-codedeploy';
import { AWS_CLIENT_OPTIONS } from './aws-client-options';
import { type Hook, type HookContext, runHook } from './hook-run';
import { jsonLog, type Log } from './log';
import { messageOf } from './message-of';
import type { Verdict } from './verdict';

interface Execution {
  readonly deploymentId: string;
  readonly lifecycleEventHookExecutionId: string;
}

/**
 * Turns a hook into the Lambda handler that CodeDeploy invokes (User Guide, "AppSpec 'hooks' section").
 *
 * CodeDeploy does not look at what the function returns or throws; it waits an hour for the call to
 * `PutLifecycleEventHookExecutionStatus`. So whatever goes wrong ends as a reported `Failed`: an exception, and also a hook that is
 * still running when the function's own time-out comes near. Only two things throw, because nothing can be reported then: an event
 * without the two ids, and a report that CodeDeploy does not take. The event may come twice: a hook execution that this
 * container has decided already is reported again and not run again, and a report that came second is not an error.
 */
export function codeDeployHook(
  name: string,
  hook: Hook,
  { client = new CodeDeployClient(AWS_CLIENT_OPTIONS), log: baseLog }: { client?: CodeDeployClient; log?: Log } = {},
): (event: unknown, context: HookContext) => Promise<void> {
  let decided: { id: string; verdict: Verdict } | undefined;

  return async (event, context) => {
    const execution = readEvent(event, baseLog ?? jsonLog({ handler: name }));
    const { deploymentId, lifecycleEventHookExecutionId: id } = execution;
    const log = baseLog ?? jsonLog({ handler: name, deploymentId });

    const verdict = decided?.id === id ? decided.verdict : await runHook(hook, context, { log });
    decided = { id, verdict };
    log({
      level: verdict.kind === 'pass' ? 'info' : 'error',
      event: 'verdict',
      verdict: verdict.kind,
      ...reasonOf(verdict),
    });
    await report(client, execution, verdict, log);
  };
}

/** The two ids of the event; without them there is nobody to report to. */
function readEvent(event: unknown, log: Log): Execution {
  const { DeploymentId: deploymentId, LifecycleEventHookExecutionId: id } = (event ?? {}) as Record<string, unknown>;
  if (isText(deploymentId) && isText(id)) return { deploymentId, lifecycleEventHookExecutionId: id };
  const fields = typeof event === 'object' && event ? Object.keys(event).join(', ') || 'no field' : typeof event;
  const reason = `the event needs 'DeploymentId' and 'LifecycleEventHookExecutionId', got ${fields}; this function is a CodeDeploy hook and reports to nobody else`;
  log({ level: 'error', event: 'bad event', reason });
  throw new Error(reason);
}

async function report(client: CodeDeployClient, execution: Execution, verdict: Verdict, log: Log): Promise<void> {
  const status = verdict.kind === 'pass' ? 'Succeeded' : 'Failed';
  try {
    await client.send(new PutLifecycleEventHookExecutionStatusCommand({ ...execution, status }));
    log({ event: 'reported', status });
  } catch (error) {
    if (error instanceof LifecycleEventAlreadyCompletedException) {
      log({ event: 'reported before', status });
      return;
    }
    const reason = `the status '${status}' could not be reported: ${messageOf(error)}`;
    log({ level: 'error', event: 'not reported', status, reason });
    throw new Error(reason, { cause: error });
  }
}

/** CodeDeploy knows no waiting hook, so a `wait` that reaches it is a mistake and must not become an hour of silence. */
function reasonOf(verdict: Verdict): { reason?: string } {
  if (verdict.kind === 'wait') return { reason: 'the hook wants to wait, which CodeDeploy cannot; reported as failed' };
  return verdict.kind === 'fail' ? { reason: verdict.reason } : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
