import { apiName, integrationName } from '../../../../rehearsal/services/stepfunctions/integrations/member-names';

// aws-facts 10.1, and names seen in deployed definitions (`Ttl`, `DnsName`, `DbClusterIdentifier`); EqualsValue is the guide's own example
test.each([
  ['deploymentId', 'DeploymentId'],
  ['TargetGroupArn', 'TargetGroupArn'],
  ['TTL', 'Ttl'],
  ['DNSName', 'DnsName'],
  ['DBClusterIdentifier', 'DbClusterIdentifier'],
  ['VPCZoneIdentifier', 'VpcZoneIdentifier'],
  ['TargetGroupARNs', 'TargetGroupARNs'],
  ['AutoScalingGroupARN', 'AutoScalingGroupARN'],
  ['S', 'S'],
  ['SS', 'Ss'],
  ['BOOL', 'Bool'],
  ['NULL', 'Nul'],
  ['equals', 'EqualsValue'],
])('the API calls it %s, an SDK integration %s', (member, expected) => {
  expect(integrationName(member)).toBe(expected);
});

test('an optimised integration keeps the name of the API', () => {
  expect(['BOOL', 'input'].map(apiName)).toEqual(['BOOL', 'Input']);
});
