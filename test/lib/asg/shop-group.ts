import type { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { BlueGreenAutoScalingGroup, type BlueGreenAutoScalingGroupProps, type IHook } from '../../../lib';
import { emptyStack } from '../machine/definitions';

/** Two groups of small instances in a stack of their own. */
export function shopGroup(
  props: Partial<BlueGreenAutoScalingGroupProps> = {},
  hooks: (stack: Stack) => IHook[] = () => [],
  more: (stack: Stack, vpc: ec2.IVpc) => Partial<BlueGreenAutoScalingGroupProps> = () => ({}),
) {
  const stack = emptyStack();
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, restrictDefaultSecurityGroup: false });
  const construct = new BlueGreenAutoScalingGroup(stack, 'Shop', {
    vpc,
    instanceType: new ec2.InstanceType('t4g.small'),
    machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-1' }),
    hooks: hooks(stack),
    ...props,
    ...more(stack, vpc),
  });
  return { stack, vpc, construct };
}
