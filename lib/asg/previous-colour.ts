import type { Duration } from 'aws-cdk-lib';
import { requireSecondsBetween } from '../private/range-checks';

/** What becomes of the colour that was live before a release, once its bake is over. */
export class PreviousColour {
  /** It is scaled to zero at once. Going back then brings it up first, which takes minutes. */
  public static scaledToZero(): PreviousColour {
    return new PreviousColour('zero');
  }

  /** It stays up for some hours, 1 minute to 7 days, so that going back is one write; then it is scaled to zero. */
  public static keptFor(duration: Duration): PreviousColour {
    requireSecondsBetween('duration', duration, 60, 604_800, 'to keep it for good use PreviousColour.kept()');
    return new PreviousColour('later', duration);
  }

  /** It stays up until the next release, and costs what it costs. */
  public static kept(): PreviousColour {
    return new PreviousColour('keep');
  }

  private constructor(
    /** @internal */
    public readonly _kind: 'zero' | 'later' | 'keep',
    /** @internal */
    public readonly _after?: Duration,
  ) {}
}
