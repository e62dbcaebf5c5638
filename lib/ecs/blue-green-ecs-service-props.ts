import type { Duration } from 'aws-cdk-lib';
import type * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { ReleaseProps } from '../release/release-props';
import type { ListenerProps } from '../traffic/listener-props';
import type { TargetProps } from '../traffic/target-props';
import type { ReleaseController } from './release-controller';
import type { ReleaseTrigger } from './release-trigger';

/** Properties of a `BlueGreenEcsService`. */
export interface BlueGreenEcsServiceProps extends ListenerProps, TargetProps, ReleaseProps {
  /** The cluster that the service runs on. */
  readonly cluster: ecs.ICluster;

  /**
   * What the service runs, on Fargate or on EC2; add its containers before the service is made.
   *
   * A change of it is deployed as a new revision that waits: `bluegreen release`, or a pipeline, brings it to live. Old
   * revisions stay registered for rollbacks. Its family must not change later: see `serviceName`.
   */
  readonly taskDefinition: ecs.TaskDefinition;

  /**
   * How many tasks run on the live colour, at least 1. The candidate gets as many.
   *
   * @default 2
   */
  readonly desiredCount?: number;

  /**
   * Name of the service.
   *
   * ECS changes hardly anything of a service that CodeDeploy releases, and CloudFormation sends all properties whenever one of them
   * changes; the update then fails with 'Unable to update task definition on services with a CODE_DEPLOY deployment controller'.
   * So decide on the service's name, count, subnets, security groups, container and port before the first release; scale later
   * with Application Auto Scaling.
   *
   * @default - a generated name
   */
  readonly serviceName?: string;

  /**
   * The container that gets the traffic.
   *
   * @default - the task definition's first essential container
   */
  readonly containerName?: string;

  /**
   * The port of the container that gets the traffic; it must be in the container's port mappings.
   *
   * @default - the first port that the container maps
   */
  readonly containerPort?: number;

  /**
   * Where tasks run instead of on the launch type itself.
   *
   * @default - Fargate, or the cluster's EC2 instances, as the task definition is made for
   */
  readonly capacityProviderStrategies?: ecs.CapacityProviderStrategy[];

  /**
   * Fargate's platform version.
   *
   * @default FargatePlatformVersion.LATEST
   */
  readonly platformVersion?: ecs.FargatePlatformVersion;

  /**
   * Subnets of the tasks, when they have addresses of their own (Fargate, or network mode awsvpc).
   *
   * @default - the private subnets of the cluster's VPC
   */
  readonly taskSubnets?: ec2.SubnetSelection;

  /**
   * Security groups of the tasks, when they have addresses of their own. The load balancer is allowed in either way.
   *
   * @default - a new security group that admits the load balancer only
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether the tasks get public addresses.
   *
   * @default false
   */
  readonly assignPublicIp?: boolean;

  /**
   * How long ECS ignores failed health checks of a new task.
   *
   * @default Duration.seconds(60)
   */
  readonly healthCheckGracePeriod?: Duration;

  /**
   * Who carries releases out: AWS CodeDeploy, or ECS by itself.
   *
   * What `bluegreen` and the hooks do is the same; docs/release.md compares the two, step by step. Changing this on a service that is there
   * already moves it without downtime if docs/migrate-to-built-in.md is followed.
   *
   * @default ReleaseController.codeDeploy()
   */
  readonly controller?: ReleaseController;

  /**
   * Topics that are told about releases, at most 10.
   *
   * @default - nobody is told
   */
  readonly triggers?: ReleaseTrigger[];

  /**
   * Whether a release goes on when CodeDeploy cannot read the state of the alarms.
   *
   * @default false
   */
  readonly ignoreAlarmPollFailure?: boolean;

  /**
   * The role that CodeDeploy releases this service as, or that ECS changes its rules as with `ReleaseController.ecs()`; the one or the other
   * must be trusted by it. What it has to be allowed is added to it, but not to a role that is imported as not mutable: allow that the same
   * (decision 0005).
   *
   * @default - a new role, which may work on this service only
   */
  readonly serviceRole?: iam.IRole;

  /**
   * The CodeDeploy application that the deployment group belongs to.
   *
   * @default - a new application
   */
  readonly application?: codedeploy.IEcsApplication;

  /**
   * Name of the deployment group, at most 100 characters.
   *
   * @default - a name made of the construct's path
   */
  readonly deploymentGroupName?: string;
}
