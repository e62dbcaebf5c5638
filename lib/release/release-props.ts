import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Analysis } from '../analysis/analysis';
import type { Approval } from '../hooks/approval';
import type { IHook } from '../hooks/hook';
import type { ReleaseOnDeploy } from '../release-on-deploy/release-on-deploy';
import type { TrafficShift } from '../traffic/traffic-shift';

/** How a release goes, and what is kept of it: the same for every workload. */
export interface ReleaseProps {
  /**
   * How production traffic moves to the candidate.
   *
   * @default - 10 percent, and all after 5 minutes; of a DNS name 20 percent more every 10 minutes
   */
  readonly shift?: TrafficShift;

  /**
   * How long the previous colour stays up, and alarms are watched, after all production traffic is on the candidate.
   *
   * A rollback within this time is immediate. At most 2880 minutes (2 days) where CodeDeploy releases, 7 days where the release machine does,
   * 1440 minutes where ECS itself does.
   *
   * @default - 10 minutes; of a DNS name 30 minutes
   */
  readonly bakeTime?: Duration;

  /**
   * Whether a person decides that the candidate may take production traffic.
   *
   * @default Approval.none()
   */
  readonly approval?: Approval;

  /**
   * How the candidate is compared with live while it has traffic, and until the end of the bake. `Analysis.ofTargets()` fits most services;
   * of a DNS name it compares the load balancers of `DnsTarget.loadBalancer`, and other targets take measures by `Analysis.of`.
   *
   * A release that the analysis fails goes back at once. It needs live traffic to compare with.
   *
   * @default - alarms, hooks and people alone decide
   */
  readonly analysis?: Analysis;

  /**
   * Code that is asked during a release: at most one hook at each stage where CodeDeploy releases, any number otherwise. Of a DNS name the
   * hooks get the address of the candidate's target, and run outside of a VPC.
   *
   * @default - nothing is asked
   */
  readonly hooks?: IHook[];

  /**
   * Whether `cdk deploy` of a new version is its release, and what the stack waits for. docs/stack-updates.md tells what happens when an
   * update fails or is cancelled. With `ReleaseController.ecs()` a deploy releases in any case, and this is refused.
   *
   * @default - a deploy releases nothing; `bluegreen release` or a pipeline does
   */
  readonly releaseOnDeploy?: ReleaseOnDeploy;

  /**
   * How long the record of a release is kept. An ECS service has one with `analysis` only.
   *
   * @default Duration.days(365)
   */
  readonly recordRetention?: Duration;

  /**
   * What becomes of the table of releases when the construct is removed.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}
