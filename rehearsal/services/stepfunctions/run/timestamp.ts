/** A time as the Context object has it: without a fraction where that is zero. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

/** RFC 3339 with a capital T, and a capital Z where there is no offset. */
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** A time of a `Timestamp` field, in milliseconds; undefined when it is none. */
export function readTimestamp(value: unknown): number | undefined {
  return typeof value === 'string' && RFC3339.test(value) ? Date.parse(value) : undefined;
}
