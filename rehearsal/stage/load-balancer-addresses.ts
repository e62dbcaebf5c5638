import type { LoadBalancerRecord } from '../services/elbv2/records';

/** How a load balancer is found on the network of the cloud. */
export interface LoadBalancerAddress {
  readonly loadBalancerArn: string;
  readonly dnsName: string;
  /** The address of its network interface inside the VPC. */
  readonly privateIpAddress: string;
  /** The description that EC2 gives its network interfaces. */
  readonly description: string;
}

/** Gives every load balancer an address of its own, in the order in which they were made. Pure. */
export function loadBalancerAddresses(loadBalancers: Iterable<LoadBalancerRecord>): LoadBalancerAddress[] {
  return [...loadBalancers].map(({ arn, description }, index) => ({
    loadBalancerArn: arn,
    dnsName: description.DNSName ?? '',
    privateIpAddress: `10.255.${Math.floor(index / 250)}.${(index % 250) + 4}`,
    description: `ELB ${arn.split(':loadbalancer/')[1] ?? ''}`,
  }));
}
