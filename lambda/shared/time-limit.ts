/** A signal that fires with the given one, or after so many seconds; `clear` ends the clock. */
export function timeLimit(signal: AbortSignal, seconds: number): { signal: AbortSignal; clear: () => void } {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`not done within ${seconds} seconds`)), seconds * 1000);
  return { signal: AbortSignal.any([signal, late.signal]), clear: () => clearTimeout(timer) };
}
