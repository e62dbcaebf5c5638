import type { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import type { IConstruct } from 'constructs';
import type { ApprovalLinks } from '../machine/workload';
import type { ReleasePhase } from './release-phase';

/** What is released blue-green: a `BlueGreenEcsService`, a `BlueGreenAutoScalingGroup` or a `BlueGreenDns`. */
export interface IReleased extends IConstruct {
  /**
   * What can be seen of its releases.
   *
   * @internal
   */
  _observe(): ObservedRelease;
}

/** What can be seen of the releases of one construct, whoever carries them out. */
export interface ObservedRelease {
  readonly kind: 'ecs' | 'asg' | 'dns';
  /** The descriptor's path. */
  readonly path: string;
  /** Where the records are, by decision 0008. */
  readonly table: dynamodb.ITable;
  readonly recordRetention: Duration;
  /** URL of the console; the id of the execution or of the deployment comes after it. */
  readonly console: string;
  /** Where the console asks whether a release that waits is to be promoted, or rejected; its id comes after each. */
  readonly approvalLinks?: ApprovalLinks;
  /** Where decisions are logged. @default - nowhere but in the log of the reports */
  readonly logGroupName?: string;
  /** The events that tell of its releases. */
  readonly events: events.EventPattern;
  /** Phases that these events do not tell. */
  readonly untold: readonly ReleasePhase[];
  /** Of ECS services that CodeDeploy releases. */
  readonly codeDeploy?: ObservedDeployments;
  /** What CloudWatch counts by colour; undefined when it counts nothing. */
  readonly colours?: { readonly blue: ColourSource; readonly green: ColourSource };
}

/** How the deployments of an ECS service are read. */
export interface ObservedDeployments {
  readonly deploymentGroupArn: string;
  readonly targetId: string;
  readonly targetGroups: { readonly blue: string; readonly green: string };
}

/** Metrics of one colour, by the load balancer's names. */
export interface ColourSource {
  readonly metric: (name: string, statistic: string) => cloudwatch.Metric;
  /** Whether it counts hosts, too. */
  readonly hasHosts: boolean;
}
