/** The fields of a release descriptor before anything is known of them, and how to complain. */
export class Fields {
  constructor(
    private readonly parameterName: string,
    public readonly values: Readonly<Record<string, unknown>>,
  ) {}

  /** @throws naming every one that is missing, or is no text with something in it */
  public requireTexts(names: readonly string[]): void {
    this.complainOf(names.filter((name) => typeof this.at(name) !== 'string' || this.at(name) === ''));
  }

  /** @throws naming every one that is missing; a text may be empty */
  public requirePresent(names: readonly string[]): void {
    this.complainOf(names.filter((name) => this.at(name) === undefined || this.at(name) === null));
  }

  /** The value at a path such as `colours.blue.group`. */
  private at(path: string): unknown {
    return path
      .split('.')
      .reduce<unknown>(
        (value, part) =>
          typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined,
        this.values,
      );
  }

  private complainOf(missing: readonly string[]): void {
    if (missing.length > 0) throw unreadable(this.parameterName, `it has no ${missing.join(', no ')}`);
  }
}

/** A descriptor that is not what the constructs write. */
export function unreadable(parameterName: string, why: string): Error {
  return new Error(
    `the release descriptor in SSM parameter '${parameterName}' cannot be read: ${why}; deploy its stack again with 'cdk deploy'`,
  );
}

/** `blue` and `green` of each of these. */
export function ofBothColours(names: readonly string[]): string[] {
  return ['blue', 'green'].flatMap((colour) => names.map((name) => `colours.${colour}.${name}`));
}
