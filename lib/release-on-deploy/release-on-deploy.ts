import { Duration } from 'aws-cdk-lib';
import type { ReleaseProperties } from '../../lambda/release-on-deploy/environment';
import { requireMinutesBetween } from '../private/range-checks';

/** What is released by a deploy. */
export interface ReleaseOnDeployOptions {
  /**
   * What is released, in words. A changed text starts a release, and nothing else does.
   *
   * @default - an ECS service's task definition; the versions of a group's launch templates. A DNS name has no default.
   */
  readonly version?: string;
}

/** How long a deploy waits for its release. */
export interface ReleaseOnDeployWait extends ReleaseOnDeployOptions {
  /**
   * How long the stack waits, 1 to 58 whole minutes: CloudFormation waits for one hour.
   *
   * If all production traffic is on the candidate by then, the update succeeds and the release goes on. If not, the release is sent back and
   * the update fails.
   *
   * @default Duration.minutes(55)
   */
  readonly within?: Duration;
}

/**
 * A release as part of `cdk deploy`, and what the stack waits for.
 *
 * A changed version starts a release as the last thing that an update of the stack does. A release that goes back while the stack waits fails the
 * update. When an update fails, for whatever reason, its release goes back at once, and no release of the old version is started. docs/stack-updates.md tells
 * what happens in each case.
 */
export class ReleaseOnDeploy {
  /** The deploy starts the release and waits for nothing. A release that goes back later leaves the stack as it is. */
  public static start(options: ReleaseOnDeployOptions = {}): ReleaseOnDeploy {
    return new ReleaseOnDeploy('start', options);
  }

  /** The deploy has succeeded when all production traffic is on the candidate; the bake goes on without it. */
  public static untilShifted(options: ReleaseOnDeployWait = {}): ReleaseOnDeploy {
    return new ReleaseOnDeploy('shifted', options);
  }

  /** The deploy has succeeded when the release has: after the bake, or at the end of the wait if the bake is still going on. */
  public static untilBaked(options: ReleaseOnDeployWait = {}): ReleaseOnDeploy {
    return new ReleaseOnDeploy('baked', options);
  }

  /** @internal */
  public readonly _within: Duration;

  /** @internal */
  public readonly _version?: string;

  private constructor(
    /** @internal */
    public readonly _waitsFor: ReleaseProperties['WaitsFor'],
    { within = Duration.minutes(55), version }: ReleaseOnDeployWait,
  ) {
    requireMinutesBetween('within', within, 1, 58, 'CloudFormation waits for an hour, and the answer needs a moment');
    if (version === '')
      throw new Error("'version' of 'releaseOnDeploy' is empty; say what is released, or leave it out");
    this._within = within;
    this._version = version;
  }
}
