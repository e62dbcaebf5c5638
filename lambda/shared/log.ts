/** What one log line tells, beside the fields that all lines of an invocation share. */
export interface LogEntry {
  readonly level?: 'info' | 'error';
  /** What happened, in a few words; queries filter on it. */
  readonly event: string;
  readonly [field: string]: unknown;
}

/** Writes one entry. */
export type Log = (entry: LogEntry) => void;

/**
 * A log that writes one JSON line per entry.
 *
 * It writes to stdout directly: Lambda's console would put a prefix before the line, and the line would be no JSON any more.
 */
export function jsonLog(
  shared: Readonly<Record<string, unknown>>,
  write: (line: string) => void = (line) => process.stdout.write(line),
): Log {
  return ({ level = 'info', event, ...fields }) =>
    write(`${JSON.stringify({ time: new Date().toISOString(), level, ...shared, event, ...fields })}\n`);
}
