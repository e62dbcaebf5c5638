/** What is wrong with a candidate: made by a gate in front of its process, so that every scenario works with every app. */
export interface Fault {
  /** Share of requests, 0 to 1, that are answered with status 500. The health check is not touched. */
  readonly errorShare?: number;
  /** Milliseconds added to every answer. The health check is not touched. */
  readonly latencyMs?: number;
  /** The health check is answered with status 503 for ever. */
  readonly neverHealthy?: boolean;
  /** Every path but that of the health check is answered with status 500: a smoke test finds it, a health check does not. */
  readonly onlyHealthWorks?: boolean;
  /**
   * It shows under production traffic only, so that the hooks before do not find it.
   *
   * @default - from the start
   */
  readonly fromShiftOn?: boolean;
  /**
   * It shows for so many rehearsal seconds out of so many.
   *
   * @default - all the time
   */
  readonly comesAndGoes?: { readonly seconds: number; readonly everySeconds: number };
}

/** Is there a fault that a gate has to make? */
export function isFaulty(fault: Fault): boolean {
  return Boolean(fault.errorShare || fault.latencyMs || fault.neverHealthy || fault.onlyHealthWorks);
}
