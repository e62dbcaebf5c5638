import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';

/** Where a function runs that reaches a listener inside of a VPC. */
export interface NetworkAccess {
  readonly vpc: ec2.IVpc;
  readonly vpcSubnets?: ec2.SubnetSelection;
  /** The listener to be let in to, where that does not let in the whole VPC. */
  readonly letInTo?: ec2.IConnectable;
}

/**
 * Lambda makes and removes the function's network interfaces as its role; none of these actions can be bound to a resource that is known
 * beforehand. DescribeNetworkInterfaces also finds the load balancer's private addresses.
 */
export function networkStatement(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  });
}
