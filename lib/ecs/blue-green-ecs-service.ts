import type * as applicationautoscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { checkAtSynth } from '../checks/check-at-synth';
import { LiveState } from '../live-state/live-state';
import type { IReleased, ObservedRelease } from '../observe/released';
import type { RollbackAlarm } from '../rollback/rollback-alarm';
import { TargetGroupPair } from '../traffic/target-group-pair';
import { colourDimensions, defineTraffic } from '../traffic/traffic';
import type { BlueGreenEcsServiceProps } from './blue-green-ecs-service-props';
import { targetTypeOf } from './define-service';
import { observeService } from './observe-service';
import { ReleaseController } from './release-controller';
import type { ReleasableService } from './release-strategy';
import { ScalingGuard } from './scaling-guard';
import { trafficContainerOf } from './traffic-container';
import { validateProps } from './validate-props';

/**
 * An ECS service that is released blue-green by CodeDeploy, and goes back by itself when an alarm or a hook says so.
 *
 * `cdk deploy` stands up both colours, blue serving. Each later release brings the candidate up on the idle colour, lets hooks
 * test it on test traffic, shifts production traffic to it and, after the bake, ends the previous tasks. The colours have then
 * swapped their roles, so which of them is live is not in the template.
 *
 * `cdk deploy` itself releases nothing: it registers the new task definition and writes the AppSpec of the release to `releaseParameter`,
 * from where `bluegreen release` or a pipeline takes it. With `releaseOnDeploy` the deploy starts that release itself.
 *
 * An update of the stack moves no traffic: where CloudFormation writes a listener, it writes the weights that are live, and while a release
 * runs the update fails and is taken back.
 */
export class BlueGreenEcsService extends Construct implements ec2.IConnectable, IReleased {
  /** The service that CodeDeploy releases. */
  public readonly service: ecs.BaseService;

  /** The two target groups that production traffic moves between. */
  public readonly targetGroups: TargetGroupPair;

  /** The load balancer in front of both colours. */
  public readonly loadBalancer: elbv2.IApplicationLoadBalancer;

  /** The listener that users reach. */
  public readonly productionListener: elbv2.IApplicationListener;

  /** The listener that leads to the candidate during a release, and to the live colour otherwise; undefined without test traffic. */
  public readonly testListener?: elbv2.IApplicationListener;

  /** Where users reach the service, by the load balancer's own name. */
  public readonly productionUrl: string;

  /** Where the candidate is reached, by the load balancer's own name; undefined without test traffic. */
  public readonly testUrl?: string;

  /** The CodeDeploy application. */
  public readonly application?: codedeploy.IEcsApplication;

  /** The CodeDeploy deployment group. */
  public readonly deploymentGroup?: codedeploy.IEcsDeploymentGroup;

  /** The SSM parameter that says what a release consists of, with the AppSpec. */
  public readonly releaseParameter: ssm.IStringParameter;

  /** Who reaches the tasks. */
  public readonly connections: ec2.Connections;

  private readonly release: ReleasableService;
  private readonly alarms: cloudwatch.IAlarm[] = [];

  constructor(scope: Construct, id: string, props: BlueGreenEcsServiceProps) {
    super(scope, id);
    const strategy = (props.controller ?? ReleaseController.codeDeploy())._strategy;
    validateProps(props);
    strategy.validate(props);
    const container = trafficContainerOf(props);

    this.targetGroups = new TargetGroupPair(this, 'TargetGroups', {
      ...props,
      vpc: props.cluster.vpc,
      targetType: targetTypeOf(props.taskDefinition),
    });
    const live = new LiveState(this, 'LiveState', strategy.startWeights);
    const trafficProps = { ...props, vpc: props.cluster.vpc };
    const traffic = defineTraffic(this, trafficProps, this.targetGroups, live, strategy.hasOwnRules);
    this.loadBalancer = traffic.loadBalancer;
    this.productionListener = traffic.productionListener;
    this.testListener = traffic.testListener;
    this.productionUrl = traffic.productionUrl;
    this.testUrl = traffic.testUrl;

    this.release = strategy.define({ scope: this, props, container, targetGroups: this.targetGroups, traffic, live });
    this.service = this.release.service;
    this.connections = this.service.connections;
    this.application = this.release.application;
    this.deploymentGroup = this.release.deploymentGroup;
    this.releaseParameter = this.release.releaseParameter;
    checkAtSynth(this);
  }

  /**
   * Lets Application Auto Scaling change the number of tasks; add what it goes by to what is returned.
   *
   * During a release by CodeDeploy scaling out goes on, for the candidate too, and scaling in is suspended: both colours run then, each with a
   * part of the load. It comes back by itself when the release ends, at the latest five minutes after. Who suspends other scaling than
   * that by hand finds it as it was left. A candidate that cannot keep up with scaling for five minutes fails the release, as CodeDeploy has it.
   *
   * During a release by ECS itself nothing has to be suspended: Application Auto Scaling turns scaling in off by itself.
   *
   * Scale by processor or memory, or by metric math over both target groups. `scaleOnRequestCount` goes by one of them: after every second
   * release that is the colour without requests, and the tasks that serve are not scaled. AWS does not support it here (check BG036).
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-bluegreen.html
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html
   */
  public autoScaleTaskCount(props: applicationautoscaling.EnableScalingProps): ecs.ScalableTaskCount {
    const scaling = this.service.autoScaleTaskCount(props);
    if (this.deploymentGroup) {
      new ScalingGuard(this, 'ScalingGuard', {
        deploymentGroup: this.deploymentGroup,
        clusterName: this.service.cluster.clusterName,
        serviceName: this.service.serviceName,
      });
    }
    return scaling;
  }

  /** @internal */
  public _observe(): ObservedRelease {
    return observeService(this, this.release);
  }

  /**
   * Lets an alarm send releases back, from their start to the end of their bake.
   *
   * An alarm that is fired already when a release starts stops it at once. A service has at most ten alarms; the ready-made
   * kinds count twice, because they make one for each colour.
   */
  public rollbackOn(alarm: RollbackAlarm): void {
    const added = alarm._define(this, colourDimensions(this.loadBalancer, this.targetGroups));
    const { watcher, maxAlarms } = this.release;
    if (this.alarms.length + added.length > maxAlarms) {
      const names = [...this.alarms, ...added].map((each) => `'${each.node.path}'`).join(', ');
      throw new Error(
        `'${this.node.path}' has ${this.alarms.length + added.length} rollback alarms, but ${watcher} watches ${maxAlarms}: ${names}; combine some by metric math`,
      );
    }
    for (const each of added) {
      this.alarms.push(each);
      this.release.watch(each);
    }
  }
}
