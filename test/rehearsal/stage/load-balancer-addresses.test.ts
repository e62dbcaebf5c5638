import type { LoadBalancerRecord } from '../../../rehearsal/services/elbv2/records';
import { loadBalancerAddresses } from '../../../rehearsal/stage/load-balancer-addresses';

test('each load balancer has an address of its own, and the description that EC2 gives its interfaces', () => {
  const record = (name: string) =>
    ({
      arn: `arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/${name}/0123456789abcdef`,
      description: { DNSName: `${name}-1.us-east-1.elb.localhost` },
    }) as LoadBalancerRecord;

  const addresses = loadBalancerAddresses(Array.from({ length: 300 }, (_, index) => record(`lb${index}`)));

  expect(addresses[0]).toMatchObject({
    description: 'ELB app/lb0/0123456789abcdef',
    dnsName: 'lb0-1.us-east-1.elb.localhost',
  });
  expect(new Set(addresses.map(({ privateIpAddress }) => privateIpAddress)).size).toBe(300);
});
