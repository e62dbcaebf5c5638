import { CODE_DEPLOY, findingsAfter } from '../findings';

function admitted(range: object, scheme = 'internet-facing'): string[] {
  const opened = structuredClone(CODE_DEPLOY);
  for (const { resources } of opened) {
    for (const { type, properties } of Object.values(resources)) {
      if (type.endsWith('::LoadBalancer')) Object.assign(properties, { Scheme: scheme });
    }
  }
  return findingsAfter(opened, 'EC2::SecurityGroup', (properties) => {
    for (const rule of properties.SecurityGroupIngress ?? []) {
      if (rule.FromPort !== 8080) continue;
      delete rule.CidrIp;
      Object.assign(rule, range);
    }
  });
}

test.each([{ CidrIp: '0.0.0.0/0' }, { CidrIpv6: '::/0' }])('BG023: everybody is let in: %p', (range) => {
  expect(admitted(range)).toEqual([
    "BG023 'Plain/LoadBalancer/SecurityGroup' lets everybody in at port 8080 of test listener 'Plain/LoadBalancer/Test'",
  ]);
});

test('BG023: some are', () => {
  expect(admitted({ CidrIp: '203.0.113.0/24' })).toEqual([]);
});

test('BG023: nobody outside reaches an internal load balancer', () => {
  expect(admitted({ CidrIp: '0.0.0.0/0' }, 'internal')).toEqual([]);
});
