import type { Duration } from 'aws-cdk-lib';
import type * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { ReleaseProps } from '../release/release-props';
import type { Percent } from '../rollback/percent';
import type { ListenerProps } from '../traffic/listener-props';
import type { TargetProps } from '../traffic/target-props';
import type { CodeDeployRevision } from './code-deploy-revision';
import type { ExistingGroup } from './existing-group';
import type { PreviousColour } from './previous-colour';

/** Properties of a `BlueGreenAutoScalingGroup`. */
export interface BlueGreenAutoScalingGroupProps extends ListenerProps, TargetProps, ReleaseProps {
  /** The VPC of both groups. */
  readonly vpc: ec2.IVpc;

  /** The type of the instances. */
  readonly instanceType: ec2.InstanceType;

  /**
   * The image that instances start from.
   *
   * A change of it makes a new version of both launch templates that nothing uses yet: `bluegreen release` brings it to live.
   */
  readonly machineImage: ec2.IMachineImage;

  /**
   * What instances run at their start. A change of it is a candidate too.
   *
   * @default - nothing of their own
   */
  readonly userData?: ec2.UserData;

  /**
   * The role of the instances.
   *
   * @default - a new role without permissions
   */
  readonly role?: iam.IRole;

  /**
   * Security group of the instances. The load balancer is allowed in either way.
   *
   * @default - a new security group that admits the load balancer only
   */
  readonly securityGroup?: ec2.ISecurityGroup;

  /**
   * Disks of the instances.
   *
   * @default - those of the image
   */
  readonly blockDevices?: ec2.BlockDevice[];

  /**
   * Subnets of the instances.
   *
   * @default - the private subnets
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * A group that serves already, and is blue until it has been left: only green is made then, and the deploy moves no traffic.
   *
   * The first release is green's, shifted and judged against the existing group, with the way back to it. A release into it is refused. Once green has
   * all of production, leave this out: the next deploy makes a new blue beside green, and moves no traffic either. A deploy that would take traffic away
   * from the existing group, or that names one which does not serve, fails before it writes anything. Not with `releaseOnDeploy`, which may come
   * when this is gone.
   *
   * The existing group stays as it is, and costs what it costs, until whoever made it deletes it; `previousColour` is of no account for it.
   *
   * @default - both groups are new
   */
  readonly existing?: ExistingGroup;

  /**
   * The port that instances serve on, 1 to 65535.
   *
   * @default 80
   */
  readonly port?: number;

  /**
   * The least instances of the live colour, at least 1. Both colours start with as many, as a group's desired capacity is never in
   * the template: a stack update would reset it.
   *
   * @default 2
   */
  readonly minCapacity?: number;

  /**
   * The most instances of a colour.
   *
   * @default - twice the minimum
   */
  readonly maxCapacity?: number;

  /**
   * Instances that the candidate has at least when it takes production traffic; never fewer than live has at that moment.
   *
   * @default - as many as live has
   */
  readonly desiredCapacity?: number;

  /**
   * Instances that the candidate is tested on. Before the first shift it is scaled to what live has at that moment.
   *
   * @default - as many as live has
   */
  readonly previewCapacity?: number;

  /**
   * Whether the candidate is brought up and tested on spot instances. Before it takes production traffic all of them are replaced by
   * on-demand ones: only those serve users, and hooks at the stage before the first shift meet those. A previous colour that is kept
   * stays on demand, because going back must not depend on spot capacity. Without spot capacity the release goes back untouched.
   *
   * @default false
   */
  readonly spotWhileIdle?: boolean;

  /**
   * Instances that are kept ready, stopped or running, for scaling out. Not with `spotWhileIdle`.
   *
   * @default - no warm pool
   */
  readonly warmPool?: autoscaling.WarmPoolOptions;

  /**
   * How long Auto Scaling ignores failed health checks of a new instance.
   *
   * @default Duration.minutes(5)
   */
  readonly healthCheckGracePeriod?: Duration;

  /**
   * How long the candidate may take until all its targets are healthy; later than that the release goes back.
   *
   * @default Duration.minutes(20)
   */
  readonly healthTimeout?: Duration;

  /**
   * Share of the candidate's instances that must be healthy targets before each step.
   *
   * @default Percent.of(90)
   */
  readonly minimumHealthy?: Percent;

  /**
   * What becomes of the previous colour after the bake.
   *
   * @default PreviousColour.scaledToZero()
   */
  readonly previousColour?: PreviousColour;

  /**
   * Whether candidates may also be CodeDeploy revisions, deployed in place on the idle colour. Makes an application and a deployment
   * group for each colour; the image or the user data must install the CodeDeploy agent.
   *
   * @default - only with a `codeDeployRevision`
   */
  readonly codeDeploy?: boolean;

  /**
   * The CodeDeploy revision that the template wants: with `releaseOnDeploy` a changed one is released by the deploy, otherwise by `bluegreen release`.
   *
   * It is deployed on the idle colour, on instances of the newest launch template. The very first deployment of the construct releases nothing: until the
   * first release, instances run what their image and user data bring. The instances' role may read the bundle; the bucket must be in the region of the
   * stack.
   *
   * @default - no revision is in the template; `bluegreen release --revision` names one
   */
  readonly codeDeployRevision?: CodeDeployRevision;

  /**
   * A topic that is told when a release waits for a person, with links that open a runbook in the console, where who is signed in promotes
   * or rejects it. That person needs `dynamodb:GetItem` on the table of releases and `states:SendTaskSuccess` and `SendTaskFailure`.
   *
   * @default - nobody is told
   */
  readonly approvalTopic?: sns.ITopic;
}
