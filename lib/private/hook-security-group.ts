import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/** The security group of all hooks of a stack that run in one VPC: nothing reaches them, and all of them call the same candidates. */
export function hookSecurityGroup(scope: Construct, vpc: ec2.IVpc): ec2.ISecurityGroup {
  const stack = Stack.of(scope);
  // By the VPC's place in the app, which stays what it is.
  const id = `BlueGreenHooks${vpc.node.addr.slice(-8)}`;
  const found = stack.node.tryFindChild(id);
  if (found instanceof ec2.SecurityGroup) return found;
  return new ec2.SecurityGroup(stack, id, { vpc, description: `Hooks of the releases of ${stack.stackName}` });
}
