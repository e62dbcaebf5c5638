import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { choose } from '../../../../rehearsal/services/route53/answer';
import { blueGreen } from '../elbv2/setting';
import { create, localRoute53, weighted } from './setting';

const blue = (weight: number) => weighted('blue', weight);
const green = (weight: number) => weighted('green', weight);
const all = () => true;
const only = (identifier: string) => (set: ResourceRecordSet) => set.SetIdentifier === identifier;

test.each<[string, ResourceRecordSet[], (set: ResourceRecordSet) => boolean, Record<string, number>]>([
  ['in proportion to the weights', [blue(3), green(1)], all, { blue: 0.75, green: 0.25 }],
  ['never one with weight 0 beside a healthy one', [blue(3), green(0)], all, { blue: 1, green: 0 }],
  ['one with weight 0 when no other is healthy', [blue(3), green(0)], only('green'), { blue: 0, green: 1 }],
  ['the healthy one of two', [blue(255), green(1)], only('green'), { blue: 0, green: 1 }],
  ['by weight when none is healthy', [blue(3), green(0)], () => false, { blue: 1, green: 0 }],
  ['each alike when all weights are 0', [blue(0), green(0)], all, { blue: 0.5, green: 0.5 }],
])('chooses %s', (_what, sets, isHealthy, shares) => {
  const found: Record<string, number> = { blue: 0, green: 0 };
  for (let draw = 0; draw < 1000; draw++) {
    const { SetIdentifier = '' } = choose(sets, () => (draw + 0.5) / 1000, isHealthy);
    found[SetIdentifier] += 0.001;
  }

  expect(found.blue).toBeCloseTo(shares.blue, 2);
  expect(found.green).toBeCloseTo(shares.green, 2);
});

async function aliases(chosen: Record<string, string> = {}) {
  const world = await localRoute53(chosen);
  const { web, blue: blueGroup, green: greenGroup } = await blueGreen(world);
  const { LoadBalancers } = await world.client.DescribeLoadBalancers({ LoadBalancerArns: [web] });
  const dnsName = LoadBalancers?.[0].DNSName ?? '';
  const alias = (DNSName: string, EvaluateTargetHealth: boolean) => ({
    TTL: undefined,
    ResourceRecords: undefined,
    AliasTarget: { HostedZoneId: 'Z35SXDOTRQ7X7K', DNSName, EvaluateTargetHealth },
  });
  await world.change(
    create(weighted('blue', 255, alias(dnsName, true))),
    create(weighted('green', 1, alias('other.elb.localhost', true))),
  );
  await world.clock.advance(61_000);
  const asked = () => world.route53.resolve('app.example.com', 'A', () => 0.5);
  const register = (group: string, id: string) =>
    world.client.RegisterTargets({ TargetGroupArn: group, Targets: [{ Id: id, Port: 80 }] });
  return { ...world, asked, register, blueGroup, greenGroup, dnsName };
}

test('an alias to a load balancer answers its name, for 60 seconds', async () => {
  const { asked, register, blueGroup, greenGroup, clock, dnsName } = await aliases();
  await register(blueGroup, '10.0.0.1');
  await register(greenGroup, '10.0.0.2');
  await clock.advance(60_000);

  expect(asked()).toEqual({ code: 'NOERROR', values: [dnsName], ttlSeconds: 60, setIdentifier: 'blue' });
});

test('a load balancer with an empty target group is unhealthy, whatever the other one has', async () => {
  const { asked, register, blueGroup, clock } = await aliases();
  await register(blueGroup, '10.0.0.1');
  await clock.advance(60_000);

  expect(asked().setIdentifier).toBe('green');
});

test('an empty target group is passed over when the switch says so', async () => {
  const { asked, register, blueGroup, clock } = await aliases({ 'route53.emptyTargetGroup': 'passed-over' });
  await register(blueGroup, '10.0.0.1');
  await clock.advance(60_000);

  expect(asked().setIdentifier).toBe('blue');
});
