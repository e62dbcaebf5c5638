/** What is known of a deployment that ended without success. */
export interface Failure {
  /** AWS's code and words. */
  readonly error?: { readonly code: string; readonly message: string };
  readonly events: readonly { readonly name: string; readonly status: string; readonly message?: string }[];
}

/**
 * Why a deployment went back, in one sentence for people; undefined when nothing is known to be wrong.
 *
 * The one place for these sentences: notifications, the CLI and the rehearsal say the same.
 */
export function reasonOf({ error, events }: Failure): string | undefined {
  const failed = events.find((one) => one.status === 'Failed');
  if (!error) return failed && withDetail(`${failed.name} failed`, failed.message);
  if (error.code === 'ALARM_ACTIVE') return withDetail('an alarm fired', alarmsIn(error.message) ?? error.message);
  if (error.code === 'MANUAL_STOP') return 'somebody stopped it';
  if (error.code === 'HOOK_EXECUTION_FAILURE') {
    return withDetail(`the hook${failed ? ` at ${failed.name}` : ''} failed`, whyOf(failed?.message || error.message));
  }
  return withDetail(failed ? `${failed.name} failed` : error.code, error.message);
}

/** CodeDeploy knows no more than that a function has said no. */
function whyOf(message: string): string {
  return /lifecycle event validation functions? failed/.test(message) ? 'the log of its function says why' : message;
}

/** CodeDeploy names the alarms in angle brackets at the end of its message. */
function alarmsIn(message: string): string | undefined {
  const names = [...message.matchAll(/<([^<>]+)>/g)].map(([, name]) => name);
  return names.length > 0 ? names.join(', ') : undefined;
}

function withDetail(what: string, detail: string | undefined): string {
  return detail ? `${what}: ${detail}` : what;
}
