import { CODE_DEPLOY, findingsAfter } from '../findings';

const INGRESS = 'EC2::SecurityGroupIngress';

test('BG004: no rule lets the load balancer in', () => {
  const found = findingsAfter(CODE_DEPLOY, INGRESS, (properties) => {
    properties.FromPort = properties.ToPort = 8081;
  });

  expect(found).toEqual([
    "BG004 'Plain/Service/SecurityGroup' does not let 'Plain/LoadBalancer/SecurityGroup' of the load balancer in at port 8080",
  ]);
});

test('BG004: traffic comes in, but not the health check on its own port', () => {
  const found = findingsAfter(CODE_DEPLOY, 'ElasticLoadBalancingV2::TargetGroup', (properties) => {
    properties.HealthCheckPort = '9000';
  });

  expect(found.filter((one) => one.startsWith('BG004'))).toEqual([expect.stringContaining('in at port 9000')]);
});

test('BG004: the rule of another group does not count', () => {
  const found = findingsAfter(CODE_DEPLOY, INGRESS, (properties) => {
    properties.SourceSecurityGroupId = properties.GroupId;
  });

  expect(found).toEqual([expect.stringMatching(/^BG004/)]);
});

test.each([
  ['a range', { CidrIp: '10.0.0.0/16' }],
  ['a prefix list', { SourcePrefixListId: 'pl-1' }],
  ['a group that is in no template', { SourceSecurityGroupId: 'sg-1' }],
])('BG004: %s may be the load balancer', (_what, source) => {
  const found = findingsAfter(CODE_DEPLOY, INGRESS, (properties) => {
    delete properties.SourceSecurityGroupId;
    Object.assign(properties, source);
  });

  expect(found).toEqual([]);
});

test('BG004: nothing is said of security groups that are in no template', () => {
  const found = findingsAfter(CODE_DEPLOY, 'ECS::Service', (properties) => {
    properties.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups = ['sg-1'];
  });

  expect(found).toEqual([]);
});
