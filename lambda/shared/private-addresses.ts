import { DescribeNetworkInterfacesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { AWS_CLIENT_OPTIONS } from './aws-client-options';
import { messageOf } from './message-of';

/**
 * The private addresses of a load balancer: those of its network interfaces, which Elastic Load Balancing describes as
 * `ELB <name>` (Application Load Balancer guide, "Load balancer subnets").
 */
export async function findPrivateAddresses(
  loadBalancerName: string,
  signal: AbortSignal,
  client = new EC2Client(AWS_CLIENT_OPTIONS),
): Promise<string[]> {
  const command = new DescribeNetworkInterfacesCommand({
    Filters: [
      { Name: 'description', Values: [`ELB ${loadBalancerName}`] },
      { Name: 'status', Values: ['in-use'] },
    ],
  });
  try {
    const { NetworkInterfaces = [] } = await client.send(command, { abortSignal: signal });
    return NetworkInterfaces.flatMap(({ PrivateIpAddress }) => PrivateIpAddress ?? []);
  } catch (error) {
    throw new Error(`the addresses of load balancer '${loadBalancerName}' could not be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
