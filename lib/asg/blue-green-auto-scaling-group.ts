import type * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { checkAtSynth } from '../checks/check-at-synth';
import { LiveState } from '../live-state/live-state';
import { allow } from '../machine/allow';
import { observeMachine } from '../machine/observe-machine';
import type { ReleaseMachine } from '../machine/release-machine';
import type { PerColour } from '../machine/workload';
import { targetGroupSources } from '../observe/load-balancer-source';
import type { IReleased, ObservedRelease } from '../observe/released';
import type { RollbackAlarm } from '../rollback/rollback-alarm';
import { TargetGroupPair } from '../traffic/target-group-pair';
import { colourDimensions, defineTraffic } from '../traffic/traffic';
import type { BlueGreenAutoScalingGroupProps } from './blue-green-auto-scaling-group-props';
import { defineCodeDeploy } from './code-deploy';
import { type AsgColour, existingColour, OwnColour } from './colour';
import { defineAsgMachine } from './define-machine';
import { releaseGroupsWithStack } from './release-groups-with-stack';
import { type Capacities, capacitiesOf, validateProps } from './validate-props';

/**
 * Two Auto Scaling groups behind one load balancer, released blue-green by a state machine, which goes back by itself when an alarm or a
 * hook says so.
 *
 * `cdk deploy` stands up both colours, blue serving. A changed image or user data makes a new version of both launch templates and
 * releases nothing: `bluegreen release`, or a pipeline that starts `releaseMachine`, brings the candidate up on the idle colour, tests it,
 * shifts production traffic and, after the bake, retires the previous colour. Which colour is live is not in the template.
 *
 * An update of the stack moves no traffic: where CloudFormation writes a listener or a group, it writes the weights, the version and the idle
 * colour's minimum that are live. While a release runs, an update that would write them fails, and is taken back.
 *
 * A group that serves already may be blue for a time, by `existing`: docs/adoption.md.
 */
export class BlueGreenAutoScalingGroup extends Construct implements ec2.IConnectable, IReleased {
  /** The blue group, or the existing one; live until the first release. */
  public readonly blue: autoscaling.IAutoScalingGroup;

  /** The green group; idle until the first release. */
  public readonly green: autoscaling.AutoScalingGroup;

  /** The two target groups that production traffic moves between. */
  public readonly targetGroups: TargetGroupPair;

  /** The load balancer in front of both colours. */
  public readonly loadBalancer: elbv2.IApplicationLoadBalancer;

  /** The listener that users reach. */
  public readonly productionListener: elbv2.IApplicationListener;

  /** The listener that leads to the candidate during a release; undefined without test traffic. */
  public readonly testListener?: elbv2.IApplicationListener;

  /** Where users reach the service, by the load balancer's own name. */
  public readonly productionUrl: string;

  /** Where the candidate is reached, by the load balancer's own name; undefined without test traffic. */
  public readonly testUrl?: string;

  /** The state machine of a release. */
  public readonly releaseMachine: sfn.IStateMachine;

  /** The state machine that sends production back. */
  public readonly rollbackMachine: sfn.IStateMachine;

  /** Who reaches the instances; of an existing group its security groups do. */
  public readonly connections: ec2.Connections;

  private readonly machine: ReleaseMachine;

  constructor(scope: Construct, id: string, props: BlueGreenAutoScalingGroupProps) {
    super(scope, id);
    validateProps(props);
    const capacities = capacitiesOf(props);

    this.targetGroups = new TargetGroupPair(this, 'TargetGroups', {
      ...props,
      targetType: elbv2.TargetType.INSTANCE,
      blue: props.existing?._attributes.targetGroup,
    });
    const live = new LiveState(this, 'LiveState');
    if (props.existing) live.adopt(this.targetGroups.blue);
    const traffic = defineTraffic(this, props, this.targetGroups, live);
    props.existing?._silence();
    this.loadBalancer = traffic.loadBalancer;
    this.productionListener = traffic.productionListener;
    this.testListener = traffic.testListener;
    this.productionUrl = traffic.productionUrl;
    this.testUrl = traffic.testUrl;

    const role =
      props.role ?? new iam.Role(this, 'InstanceRole', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    const colours = this.defineColours(props, capacities, role);
    this.blue = colours.blue.autoScalingGroup;
    this.green = colours.green.autoScalingGroup;
    this.connections = this.green.connections;
    const codeDeploy = (props.codeDeploy ?? props.codeDeployRevision) ? defineCodeDeploy(this, colours) : undefined;
    props.codeDeployRevision?._grantRead(role);
    this.machine = defineAsgMachine(this, {
      ...{ props, capacities, traffic, colours, role, codeDeploy },
      targetGroups: this.targetGroups,
    });
    this.protect(live, colours, capacities);
    this.releaseMachine = this.machine.release;
    this.rollbackMachine = this.machine.rollback;
    const { blue, green } = colours;
    if (props.releaseOnDeploy && blue.own) {
      const { machine, targetGroups } = this;
      const released = {
        machine,
        colours: { blue: blue.own, green },
        targetGroups,
        revision: props.codeDeployRevision,
      };
      releaseGroupsWithStack(this, props.releaseOnDeploy, released);
    }
    checkAtSynth(this);
  }

  /** @internal */
  public _observe(): ObservedRelease {
    return {
      kind: 'asg',
      ...observeMachine(this, this.machine),
      colours: targetGroupSources(colourDimensions(this.loadBalancer, this.targetGroups)),
    };
  }

  /** Lets an alarm send releases back, from their start to the end of their bake. One that fires already refuses a release. */
  public rollbackOn(alarm: RollbackAlarm): void {
    for (const each of alarm._define(this, colourDimensions(this.loadBalancer, this.targetGroups)))
      this.machine.watch(each);
  }

  private protect(live: LiveState, { blue, green }: Colours, { min }: Capacities): void {
    live.protectGroups({ Blue: blue.own?.protectedBy(min), Green: green.protectedBy(min) });
    const { table } = this.machine;
    live.watch({
      properties: { Table: table.tableName },
      reads: [allow(['dynamodb:GetItem'], [table.tableArn])],
    });
  }

  private defineColours(props: BlueGreenAutoScalingGroupProps, { min, max }: Capacities, role: iam.IRole): Colours {
    const securityGroup =
      props.securityGroup ?? new ec2.SecurityGroup(this, 'InstanceSecurityGroup', { vpc: props.vpc });
    const userData = props.userData ?? ec2.UserData.forLinux();
    const shared = { role, securityGroup, userData, minCapacity: min, maxCapacity: max };
    const { blue, green } = this.targetGroups;
    return {
      blue: props.existing ? existingColour(props.existing) : new OwnColour(this, 'Blue', props, shared, blue),
      green: new OwnColour(this, 'Green', props, shared, green),
    };
  }
}

/** Green is always ours. */
interface Colours extends PerColour<AsgColour> {
  readonly green: OwnColour;
}
