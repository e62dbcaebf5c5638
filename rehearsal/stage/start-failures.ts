/** Failed starts after which a program that never ran is taken for one that cannot: a port may be lost to another once. */
const STARTS_THAT_FAIL = 2;

/** Counts the failed starts of each program; one that ran once can start, whatever it does later. */
export class StartFailures {
  private readonly failures = new Map<string, number>();

  /** @param onCannotStart told once of a program that never started, with its last lines: AWS itself would try for ever */
  constructor(private readonly onCannotStart: (error: Error) => void) {}

  public started(key: string): void {
    this.failures.set(key, Number.NEGATIVE_INFINITY);
  }

  public failed(key: string, error: Error): void {
    const failures = (this.failures.get(key) ?? 0) + 1;
    this.failures.set(key, failures);
    if (failures === STARTS_THAT_FAIL) this.onCannotStart(error);
  }
}
