import { Duration, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { propertiesOf, statementsOf, testService } from '../../fixtures/stack';
import { shopGroup } from '../asg/shop-group';
import { shopName } from '../dns/shop-name';

const STATE = 'Custom::BlueGreenLiveState';
const CERTIFICATE = elbv2.ListenerCertificate.fromArn('arn:aws:acm:eu-west-1:123456789012:certificate/one');

function hashOf(template: Template): string {
  return propertiesOf(template, STATE)[0].TemplateHash;
}

describe('the hash', () => {
  test('is the same for the same app', () => {
    expect(hashOf(testService().template())).toBe(hashOf(testService().template()));
  });

  test.each<[string, (base: ReturnType<typeof testService>) => void]>([
    ['a tag of the target groups', ({ service }) => Tags.of(service.targetGroups).add('team', 'shop')],
    ['a tag of the stack', ({ stack }) => Tags.of(stack).add('team', 'shop')],
    ['a tag that only the stack has, and CloudFormation hands on', ({ stack }) => stack.tags.setTag('team', 'shop')],
    [
      'the security group of the load balancer, which the listener refers to by way of it',
      ({ service }) => service.productionListener.connections.allowDefaultPortFrom(ec2.Peer.ipv4('10.9.0.0/16')),
    ],
  ])('changes with %s', (_name, change) => {
    const base = testService();
    change(base);

    expect(hashOf(base.template())).not.toBe(hashOf(testService().template()));
  });

  test('changes with a certificate, and with a health check', () => {
    const hashes = [
      testService(),
      testService({ certificates: [CERTIFICATE] }),
      testService({ healthCheck: { path: '/health' } }),
    ].map(({ template }) => hashOf(template()));

    expect(new Set(hashes).size).toBe(3);
  });

  test.each<[string, (base: ReturnType<typeof testService>) => void]>([
    [
      'the task definition',
      ({ taskDefinition }) => taskDefinition.findContainer('web')?.addEnvironment('GREETING', 'hello'),
    ],
    ['another resource of the stack', ({ stack }) => new ec2.SecurityGroup(stack, 'Other', { vpc: vpcOf(stack) })],
  ])('does not change with %s', (_name, change) => {
    const base = testService();
    change(base);

    expect(hashOf(base.template())).toBe(hashOf(testService().template()));
  });
});

describe('the state of an ECS service', () => {
  test('waits for all that its listeners refer to, and refers to no listener', () => {
    const [state] = propertiesOf(testService({ certificates: [CERTIFICATE] }).template(), STATE);
    const texts = JSON.stringify(state.References);

    expect(texts).toMatch(/LoadBalancer/);
    expect(texts).toMatch(/TargetGroupsBlue/);
    expect(texts).not.toMatch(/LiveState|Listener/);
  });

  test('knows a release by its deployment group', () => {
    const [state] = propertiesOf(testService({ deploymentGroupName: 'Orders' }).template(), STATE);

    expect(state.Release).toEqual({ Application: { Ref: expect.any(String) }, DeploymentGroup: 'Orders' });
    expect(state.Construct).toBe('Test/Orders');
  });
});

test('two groups have their minimum and their version protected', () => {
  const [listeners, state] = propertiesOf(Template.fromStack(shopGroup({ minCapacity: 3 }).stack), STATE);

  expect([listeners.Groups, listeners.Production, state.Test]).toEqual([undefined, state.Production, undefined]);
  expect(state.Groups.Green).toEqual({
    LogicalId: expect.stringMatching(/^ShopGreenGroup/),
    LaunchTemplate: { Ref: expect.stringMatching(/^ShopGreen/) },
    DefaultVersion: { 'Fn::GetAtt': [expect.stringMatching(/^ShopGreen/), 'DefaultVersionNumber'] },
    MinSize: '3',
  });
});

test('a new version of the launch templates has the groups asked for, and not the listeners', () => {
  const hashes = (command: string) => {
    const userData = ec2.UserData.custom(command);
    return propertiesOf(Template.fromStack(shopGroup({ userData }).stack), STATE).map((one) => one.TemplateHash);
  };
  const [before, after] = [hashes('run v1'), hashes('run v2')];
  expect(before).toHaveLength(2);
  expect([after[0] === before[0], after[1] === before[1]]).toEqual([true, false]);
});

test('the TTL of records is part of their hash', () => {
  const of = (seconds: number) => {
    const { DnsTarget } = jest.requireActual<typeof import('../../../lib')>('../../../lib');
    const [blue, green] = [DnsTarget.values(['192.0.2.1']), DnsTarget.values(['192.0.2.2'])];
    return hashOf(Template.fromStack(shopName({ blue, green, ttl: Duration.seconds(seconds) }).stack));
  };

  expect(of(30)).not.toBe(of(60));
});

test('all constructs of a stack share one function, whose role only reads', () => {
  const { stack } = shopGroup();
  const actions = statementsOf(Template.fromStack(stack), 'BlueGreenLiveState').flatMap(({ Action }) => Action);

  expect(actions.filter((action) => !/^(logs:|\w+:(Describe|List|Get))/.test(action))).toEqual([]);
  expect(actions.filter((action) => action.includes('*'))).toEqual([]);
});

function vpcOf(stack: import('aws-cdk-lib').Stack): ec2.IVpc {
  return stack.node.findChild('Vpc') as ec2.Vpc;
}
