import { Annotations, Stack } from 'aws-cdk-lib';
import type * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** An Auto Scaling group that serves, and the target group that its instances are in. */
export interface ExistingGroupAttributes {
  /**
   * The group: one of this app, or `AutoScalingGroup.fromAutoScalingGroupName(...)`.
   *
   * A release reads its size and its instances, and never writes its launch template, its limits or its tags. Only going back to it after the bake may
   * raise its desired capacity.
   */
  readonly autoScalingGroup: autoscaling.IAutoScalingGroup;

  /**
   * The target group that leads to it: one of this app, or `ApplicationTargetGroup.fromTargetGroupAttributes(...)`. Of instances, on the same load
   * balancer. If it is sticky, give `stickinessDuration` too: a load balancer refuses a forward with weights otherwise.
   *
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
   */
  readonly targetGroup: elbv2.IApplicationTargetGroup;
}

/** A group that serves already and is blue until it has been left. */
export class ExistingGroup {
  /**
   * A group that is made elsewhere, by whatever means.
   *
   * @throws Error when the target group is one of this app and has no instances for targets
   */
  public static fromAttributes(attributes: ExistingGroupAttributes): ExistingGroup {
    const resource = attributes.targetGroup.node.defaultChild;
    const targetType =
      resource instanceof elbv2.CfnTargetGroup ? Stack.of(resource).resolve(resource.targetType) : undefined;
    if (targetType !== undefined && targetType !== elbv2.TargetType.INSTANCE) {
      throw new Error(
        `the targets of '${attributes.targetGroup.node.path}' are of the type '${targetType}', but an Auto Scaling group has instances; give the target group that the group is attached to`,
      );
    }
    return new ExistingGroup(attributes);
  }

  private constructor(
    /** @internal */
    public readonly _attributes: ExistingGroupAttributes,
  ) {}

  /**
   * Takes the warning back with which an imported target group answers that a listener leads to it: nothing is registered in it. What is
   * acknowledged before is warned about all the same.
   *
   * @internal
   */
  public _silence(): void {
    const { targetGroup } = this._attributes;
    if (targetGroup instanceof elbv2.ApplicationTargetGroup) return;
    Annotations.of(targetGroup).acknowledgeWarning('@aws-cdk/aws-elbv2:albTargetGroupCannotRegisterListener');
  }
}
