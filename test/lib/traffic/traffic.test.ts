import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { BlueGreenEcsService } from '../../../lib';
import { propertiesOf, testService, testStack } from '../../fixtures/stack';

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const ALB = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const CERTIFICATE = elbv2.ListenerCertificate.fromArn('arn:aws:acm:eu-west-1:123456789012:certificate/c');

/** Ports and sources that the load balancer's security group admits. */
function admitted(template: ReturnType<ReturnType<typeof testStack>['template']>): string[] {
  return propertiesOf(template, 'AWS::EC2::SecurityGroup')
    .filter((group) => group.GroupDescription.includes('ELB'))
    .flatMap((group) => group.SecurityGroupIngress ?? [])
    .map((rule) => `${rule.FromPort} from ${typeof rule.CidrIp === 'string' ? rule.CidrIp : 'the VPC'}`);
}

describe('new load balancer', () => {
  test('is internal and serves the VPC only by default', () => {
    const { template } = testService();

    template().allResourcesProperties(ALB, { Scheme: 'internal' });
    expect(admitted(template())).toEqual(['80 from the VPC', '8080 from the VPC']);
  });

  test('serves production to the world and test traffic to the VPC when internet-facing', () => {
    const { template } = testService({ internetFacing: true });

    template().allResourcesProperties(ALB, { Scheme: 'internet-facing' });
    expect(admitted(template())).toEqual(['80 from 0.0.0.0/0', '8080 from the VPC']);
  });

  test('opens the test listener on purpose', () => {
    const { template } = testService({ testTrafficFrom: [ec2.Peer.ipv4('203.0.113.0/24')] });

    expect(admitted(template())).toContain('8080 from 203.0.113.0/24');
    expect(admitted(template())).not.toContain('8080 from the VPC');
  });
});

test('a VPC whose range is not known asks for who may connect', () => {
  const { stack, fargateTask } = testStack();
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Imported', {
    vpcId: 'vpc-1',
    availabilityZones: ['a', 'b'],
    privateSubnetIds: ['subnet-1', 'subnet-2'],
  });
  const cluster = ecs.Cluster.fromClusterAttributes(stack, 'Shared', { clusterName: 'shared', vpc });
  const taskDefinition = fargateTask();

  expect(() => new BlueGreenEcsService(stack, 'Orders', { cluster, taskDefinition })).toThrow(
    "the VPC 'Test/Imported' is imported without its range of addresses; give 'productionTrafficFrom'",
  );
});

describe('production listener', () => {
  test('names both colours, with the weights that are live', () => {
    const { template } = testService();
    const live = (name: string) => ({ 'Fn::GetAtt': [expect.stringContaining('LiveState'), name] });

    const [action] = propertiesOf(template(), LISTENER).find(({ Port }) => Port === 80).DefaultActions;
    expect(action.ForwardConfig.TargetGroups).toEqual([
      { TargetGroupArn: { Ref: expect.stringContaining('Blue') }, Weight: live('BlueWeight') },
      { TargetGroupArn: { Ref: expect.stringContaining('Green') }, Weight: live('GreenWeight') },
    ]);
  });

  test('keeps clients on a colour when stickiness is asked for', () => {
    const { template } = testService({ stickinessDuration: Duration.minutes(10) });

    const [action] = propertiesOf(template(), LISTENER).find(({ Port }) => Port === 80).DefaultActions;
    expect(action.ForwardConfig.TargetGroupStickinessConfig).toEqual({ Enabled: true, DurationSeconds: 600 });
  });

  test('speaks HTTPS with certificates, as the test listener does, and HTTP is redirected', () => {
    const { template, service, stack } = testService({ certificates: [CERTIFICATE] });

    const listeners = propertiesOf(template(), LISTENER).map(({ Port, Protocol, DefaultActions }) => [
      Port,
      Protocol,
      DefaultActions[0].Type,
    ]);
    expect(listeners).toEqual(
      expect.arrayContaining([
        [443, 'HTTPS', 'forward'],
        [8443, 'HTTPS', 'forward'],
        [80, 'HTTP', 'redirect'],
      ]),
    );
    expect(JSON.stringify(stack.resolve(service.testUrl))).toMatch(/https:.*:8443/);
  });

  test('does not redirect HTTP when that is not wanted', () => {
    const { template } = testService({ certificates: [CERTIFICATE], redirectHttp: false });

    template().resourceCountIs(LISTENER, 2);
  });
});

test('the test listener leads to where it is led now', () => {
  const { template } = testService();

  const [action] = propertiesOf(template(), LISTENER).find(({ Port }) => Port === 8080).DefaultActions;
  expect(action).toEqual({
    Type: 'forward',
    TargetGroupArn: { 'Fn::GetAtt': [expect.stringContaining('LiveState'), 'TestTargetGroup'] },
  });
});

test('there is no test listener when it is not wanted', () => {
  const { template, service } = testService({ testTraffic: false });

  template().resourceCountIs(LISTENER, 1);
  expect(service.testUrl).toBeUndefined();
  const [group] = propertiesOf(template(), 'AWS::CodeDeploy::DeploymentGroup');
  expect(group.LoadBalancerInfo.TargetGroupPairInfoList[0].TestTrafficRoute).toBeUndefined();
});
