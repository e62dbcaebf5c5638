import {
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import type { At } from './both';

/** A network to put things into. moto wants one that exists; ours carries networks without looking at them. */
export async function network(at: At) {
  const ec2 = at(EC2Client);
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  return {
    vpc: Vpcs[0]?.VpcId ?? 'vpc-00000000',
    subnets:
      Subnets.length > 1
        ? Subnets.slice(0, 2).map(({ SubnetId = '' }) => SubnetId)
        : ['subnet-00000000', 'subnet-00000001'],
    securityGroup: SecurityGroups[0]?.GroupId ?? 'sg-00000000',
  };
}
