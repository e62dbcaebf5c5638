import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { ProtectedGroup } from '../live-state/live-state';
import type { BlueGreenAutoScalingGroupProps } from './blue-green-auto-scaling-group-props';
import type { ExistingGroup } from './existing-group';

/** What both colours have in common. */
export interface SharedByColours {
  readonly role: iam.IRole;
  readonly securityGroup: ec2.ISecurityGroup;
  readonly userData: ec2.UserData;
  readonly minCapacity: number;
  readonly maxCapacity: number;
}

/** One colour, as the machine and its permissions need it. */
export interface AsgColour {
  readonly autoScalingGroup: autoscaling.IAutoScalingGroup;
  /** ARN of the group, whose unique id only Auto Scaling knows. */
  readonly groupArn: string;
  /** What only a group of ours has; undefined of an existing one, which a release must not change. */
  readonly own?: OwnColour;
}

/** A group that serves already. */
export function existingColour({ _attributes: { autoScalingGroup } }: ExistingGroup): AsgColour {
  return { autoScalingGroup, groupArn: groupArnOf(autoScalingGroup) };
}

function groupArnOf(group: autoscaling.IAutoScalingGroup): string {
  return Stack.of(group).formatArn({
    service: 'autoscaling',
    resource: 'autoScalingGroup:*:autoScalingGroupName',
    resourceName: group.autoScalingGroupName,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

/** The group and the launch template of one colour. */
export class OwnColour extends Construct implements AsgColour {
  public readonly launchTemplate: ec2.LaunchTemplate;
  public readonly autoScalingGroup: autoscaling.AutoScalingGroup;

  constructor(
    scope: Construct,
    id: string,
    props: BlueGreenAutoScalingGroupProps,
    shared: SharedByColours,
    targetGroup: elbv2.IApplicationTargetGroup,
  ) {
    super(scope, id);
    this.launchTemplate = new ec2.LaunchTemplate(this, 'LaunchTemplate', {
      instanceType: props.instanceType,
      machineImage: props.machineImage,
      userData: shared.userData,
      role: shared.role,
      securityGroup: shared.securityGroup,
      blockDevices: props.blockDevices,
      requireImdsv2: true,
    });
    this.autoScalingGroup = new autoscaling.AutoScalingGroup(this, 'Group', {
      vpc: props.vpc,
      vpcSubnets: props.vpcSubnets,
      ...this.launchOptions(props.spotWhileIdle ?? false),
      minCapacity: shared.minCapacity,
      maxCapacity: shared.maxCapacity,
      // Both kinds: an instance whose app has died is replaced, not only one that is gone.
      healthChecks: autoscaling.HealthChecks.withAdditionalChecks({
        additionalTypes: [autoscaling.AdditionalHealthCheckType.ELB],
        gracePeriod: props.healthCheckGracePeriod ?? Duration.minutes(5),
      }),
    });
    this.autoScalingGroup.attachToApplicationTargetGroup(targetGroup);
    if (props.warmPool) this.autoScalingGroup.addWarmPool(props.warmPool);
  }

  public get own(): OwnColour {
    return this;
  }

  public get groupArn(): string {
    return groupArnOf(this.autoScalingGroup);
  }

  /** ARN of the launch template. */
  public get launchTemplateArn(): string {
    return Stack.of(this).formatArn({
      service: 'ec2',
      resource: 'launch-template',
      resourceName: this.launchTemplateId,
    });
  }

  public get launchTemplateId(): string {
    return this.launchTemplate.launchTemplateId ?? '';
  }

  /**
   * What the template says of the group when it is new. Afterwards its version is the one that it runs: the release sets it, a deploy
   * does not. With the latest one, a deploy would make production's next scale-out start a candidate that nobody has tested.
   */
  public protectedBy(minCapacity: number): ProtectedGroup {
    const group = this.autoScalingGroup.node.defaultChild as autoscaling.CfnAutoScalingGroup;
    return {
      group,
      launchTemplate: this.launchTemplateId,
      defaultVersion: this.launchTemplate.defaultVersionNumber,
      specification: group.mixedInstancesPolicy
        ? 'MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification'
        : 'LaunchTemplate',
      minCapacity,
    };
  }

  /** On demand in the template either way: a stack update must never move the live colour to spot. */
  private launchOptions(spotWhileIdle: boolean): Partial<autoscaling.AutoScalingGroupProps> {
    const { launchTemplate } = this;
    if (!spotWhileIdle) return { launchTemplate };
    return {
      mixedInstancesPolicy: {
        launchTemplate,
        instancesDistribution: {
          onDemandBaseCapacity: 0,
          onDemandPercentageAboveBaseCapacity: 100,
          spotAllocationStrategy: autoscaling.SpotAllocationStrategy.PRICE_CAPACITY_OPTIMIZED,
        },
      },
    };
  }
}
