/**
 * An error of a state, as `Retry` and `Catch` see it: a name and a text.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class StateError extends Error {
  /**
   * @param error the error's name, e.g. `States.Timeout` or `CodeDeploy.DeploymentLimitExceededException`
   * @param text AWS's `Cause`
   * @param location the field whose expression failed; only for `States.QueryEvaluationError`
   */
  constructor(
    public readonly error: string | undefined,
    public readonly text: string | undefined,
    public readonly location?: string,
  ) {
    super(`${error ?? 'an error without a name'}: ${text ?? ''}`);
    this.name = 'StateError';
  }

  /** What a catcher's expressions see as `$states.errorOutput`. */
  public get output(): { readonly Error?: string; readonly Cause?: string } {
    return {
      ...(this.error === undefined ? {} : { Error: this.error }),
      ...(this.text === undefined ? {} : { Cause: this.text }),
    };
  }
}

/** An expression failed, or its value does not fit the field. */
export function queryError(text: string, location: string): StateError {
  return new StateError('States.QueryEvaluationError', text, location);
}

/** Errors that `States.ALL` does not match; `States.Runtime` is matched by nothing at all. */
const TERMINAL = new Set(['States.Runtime', 'States.DataLimitExceeded']);

/** Does a retrier's or catcher's `ErrorEquals` match an error? */
export function matchesError(errorEquals: readonly string[], { error = '' }: StateError): boolean {
  if (error === 'States.Runtime') return false;
  return errorEquals.some((wanted) => {
    if (wanted === 'States.ALL') return !TERMINAL.has(error);
    if (wanted === 'States.TaskFailed') return !TERMINAL.has(error) && !isTimeout(error);
    if (wanted === 'States.Timeout') return isTimeout(error);
    return wanted === error;
  });
}

/** A missed heartbeat is a time-out too. */
function isTimeout(error: string): boolean {
  return error === 'States.Timeout' || error === 'States.HeartbeatTimeout';
}
