import type { Duration } from 'aws-cdk-lib';
import type { Colour } from '../traffic/colour';
import { BuiltInStrategy } from './built-in/built-in-strategy';
import { CodeDeployStrategy } from './code-deploy-strategy';
import type { ReleaseStrategy } from './release-strategy';

/** How ECS itself releases a service. */
export interface EcsControllerOptions {
  /**
   * How long ECS asks one hook again and again while it answers that it is not done yet, 1 minute to 1 day in whole minutes. After that
   * the release goes back.
   *
   * @default Duration.hours(1)
   */
  readonly hookTimeout?: Duration;

  /**
   * Whether a release goes back when too many tasks of the candidate fail to start: half of the desired count, at least 3 and at most 200.
   *
   * @default true
   */
  readonly circuitBreaker?: boolean;

  /**
   * Whether a release goes back at its start while a rollback alarm is firing.
   *
   * ECS itself would go on, and would watch no alarm at all for the whole of that release. To release a repair while an alarm fires because
   * of what is live, set this to false for that one deploy.
   *
   * @default true
   */
  readonly alarmPreflight?: boolean;

  /**
   * Whether a release goes back at its start while CloudWatch has nothing of a measure of its `analysis` for the colour that is live, in the
   * hour before: it could not be compared. Which measure that is, is in the release's record and in what `ReleaseNotifications` tells. The
   * deployment that makes the service is not asked.
   *
   * For a service that has no traffic yet, set this to false.
   *
   * @default true
   */
  readonly measurePreflight?: boolean;

  /**
   * The colour that serves production at the moment at which the listener rules are made.
   *
   * For a service that CodeDeploy has released so far: `bluegreen status` says which colour that is. The rules give it all traffic when
   * they are made; from then on ECS moves their weights. See docs/migrate-to-built-in.md.
   *
   * @default Colour.BLUE
   */
  readonly liveColour?: Colour;
}

/** Who carries releases out. */
export class ReleaseController {
  /**
   * AWS CodeDeploy. `cdk deploy` registers a new version, and `bluegreen release` or a pipeline releases it.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-bluegreen.html
   */
  public static codeDeploy(): ReleaseController {
    return new ReleaseController(new CodeDeployStrategy());
  }

  /**
   * ECS itself. `cdk deploy` of a new version is its release: CloudFormation waits until it has ended, 36 hours at most, and fails when
   * the release went back.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html
   */
  public static ecs(options: EcsControllerOptions = {}): ReleaseController {
    return new ReleaseController(new BuiltInStrategy(options));
  }

  private constructor(
    /** @internal */
    public readonly _strategy: ReleaseStrategy,
  ) {}
}
