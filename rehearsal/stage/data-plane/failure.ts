/** What ALB makes of a failure between itself and a target. */
export interface TargetFailure {
  /** 502 when the target refused, reset or talked nonsense; 504 when it took too long. */
  readonly status: 502 | 504;
  /** The system's code, when no connection came about. */
  readonly connectionError?: string;
}

const TIMED_OUT = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

/** Reads the error of a connection or request to a target. */
export function targetFailure(error: NodeJS.ErrnoException): TargetFailure {
  const code = error.code ?? error.name;
  const connecting = error.syscall === 'connect' || code === 'UND_ERR_CONNECT_TIMEOUT';
  return { status: TIMED_OUT.has(code) ? 504 : 502, ...(connecting && { connectionError: code }) };
}
