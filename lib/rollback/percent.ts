import { Token } from 'aws-cdk-lib';

/** A share of something, from 0 to 100 percent. */
export class Percent {
  /** That many percent, from 0 to 100; fractions are allowed. */
  public static of(percent: number): Percent {
    if (!Token.isUnresolved(percent) && !(percent >= 0 && percent <= 100)) {
      throw new Error(`'percent' must be from 0 to 100, got ${percent}; five percent is Percent.of(5)`);
    }
    return new Percent(percent);
  }

  private constructor(
    /** The percent, from 0 to 100. */
    public readonly value: number,
  ) {}
}
