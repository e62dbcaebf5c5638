import type { Duration } from 'aws-cdk-lib';
import { requireMinutesBetween } from '../private/range-checks';

/** What becomes of a release that nobody has decided on in time. */
export enum DeadlineAction {
  /** The release goes back; the live colour stays live. */
  REJECT = 'reject',

  /** The candidate takes production traffic. Not for services that CodeDeploy releases: it stops the release then. */
  PROMOTE = 'promote',
}

/** How long a release waits for a person. */
export interface ApprovalOptions {
  /**
   * Time in which somebody must promote the candidate, 1 minute to 2 days, in whole minutes.
   *
   * When nobody does, `atDeadline` says what happens.
   */
  readonly within: Duration;

  /**
   * What happens when nobody has decided in time.
   *
   * @default DeadlineAction.REJECT
   */
  readonly atDeadline?: DeadlineAction;
}

/** Whether a person decides that the candidate may take production traffic. */
export class Approval {
  /**
   * The release waits, with test traffic on the candidate, until somebody promotes it: by `bluegreen promote`, by the
   * runbook that the message of `approvalTopic` links to, or for an ECS service in the CodeDeploy console.
   *
   * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentReadyOption.html
   */
  public static required(options: ApprovalOptions): Approval {
    requireMinutesBetween('within', options.within, 1, 2880, 'for no approval use Approval.none()');
    return new Approval(options.within, options.atDeadline ?? DeadlineAction.REJECT);
  }

  /** The candidate takes production traffic as soon as it is ready and its hooks have passed. */
  public static none(): Approval {
    return new Approval();
  }

  private constructor(
    /** @internal */
    public readonly _within?: Duration,
    /** @internal */
    public readonly _atDeadline: DeadlineAction = DeadlineAction.REJECT,
  ) {}
}
