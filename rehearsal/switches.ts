/**
 * Behaviours of AWS for which no certain source was found. Each is a named switch; the default is the value that is
 * safer for a rehearsal (the one under which a release that passes here is less likely to fail there).
 */
export interface Switch {
  readonly name: string;
  /** What is not known. */
  readonly question: string;
  readonly values: readonly string[];
  readonly default: string;
}

/** The switches of one rehearsal: which value each has, and which of them were asked. */
export class Switches {
  private readonly asked = new Map<string, string>();

  constructor(
    private readonly known: readonly Switch[],
    private readonly chosen: Readonly<Record<string, string>> = {},
  ) {
    for (const [name, value] of Object.entries(chosen)) this.check(name, value);
  }

  /** The value of a switch; asking is recorded, so that the report can say which switches mattered. */
  public value(name: string): string {
    const found = this.find(name);
    const value = this.chosen[name] ?? found.default;
    this.asked.set(name, value);
    return value;
  }

  /** Is the switch at `value`? */
  public is(name: string, value: string): boolean {
    return this.value(name) === value;
  }

  /** The switches that were asked so far, with the value they had. */
  public get mattered(): { readonly name: string; readonly value: string; readonly question: string }[] {
    return [...this.asked].map(([name, value]) => ({ name, value, question: this.find(name).question }));
  }

  private find(name: string): Switch {
    const found = this.known.find((one) => one.name === name);
    if (!found)
      throw new Error(`there is no switch '${name}'; there are: ${this.known.map((one) => one.name).join(', ')}`);
    return found;
  }

  private check(name: string, value: string): void {
    const { values } = this.find(name);
    if (!values.includes(value))
      throw new Error(`switch '${name}' must be one of ${values.join(', ')}, got '${value}'`);
  }
}
