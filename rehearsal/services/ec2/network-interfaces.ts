import type { Filter, NetworkInterface } from '@aws-sdk/client-ec2';
import { passesAll } from './filters';

/** A network interface that somebody has, as far as anybody asks. */
export interface InterfaceFacts {
  /** For a load balancer `ELB app/<name>/<id>`. */
  readonly description: string;
  readonly privateIpAddress: string;
}

/** The network interfaces that pass the filters, as EC2 describes them. */
export function networkInterfaces(
  facts: readonly InterfaceFacts[],
  OwnerId: string,
  filters: readonly Filter[] = [],
): NetworkInterface[] {
  return facts
    .map(({ description, privateIpAddress }) => ({
      Description: description,
      InterfaceType: 'interface' as const,
      NetworkInterfaceId: idOf(privateIpAddress),
      OwnerId,
      PrivateIpAddress: privateIpAddress,
      PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: privateIpAddress }],
      RequesterManaged: true,
      Status: 'in-use' as const,
    }))
    .filter((found) => passesAll(filterValues(found), filters));
}

function filterValues(found: NetworkInterface): Record<string, string | undefined> {
  return {
    description: found.Description,
    'network-interface-id': found.NetworkInterfaceId,
    'private-ip-address': found.PrivateIpAddress,
    'addresses.private-ip-address': found.PrivateIpAddress,
    'interface-type': found.InterfaceType,
    status: found.Status,
  };
}

function idOf(address: string): string {
  const octets = address.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'));
  return `eni-0${octets.join('').padStart(16, '0')}`;
}
