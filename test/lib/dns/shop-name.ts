import * as route53 from 'aws-cdk-lib/aws-route53';
import { BlueGreenDns, type BlueGreenDnsProps, DnsTarget } from '../../../lib';
import { emptyStack } from '../machine/definitions';

export const BLUE = DnsTarget.alias('blue.elb.amazonaws.com', 'ZBLUE');
export const GREEN = DnsTarget.alias('green.elb.amazonaws.com', 'ZGREEN');

/** A name of two load balancers in a stack of its own. */
export function shopName(
  props: Partial<BlueGreenDnsProps> = {},
  before: (zone: route53.IHostedZone) => void = () => {},
) {
  const stack = emptyStack();
  const zone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
    hostedZoneId: 'Z1',
    zoneName: 'shop.example',
  });
  before(zone);
  const construct = new BlueGreenDns(stack, 'Name', { zone, recordName: 'www', blue: BLUE, green: GREEN, ...props });
  return { stack, construct };
}
