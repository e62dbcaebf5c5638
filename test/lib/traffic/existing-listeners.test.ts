import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { BlueGreenEcsService, HttpStep, SmokeTest } from '../../../lib';
import { propertiesOf, testStack } from '../../fixtures/stack';

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const ALB = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

describe('existing', () => {
  test('load balancer gets both listeners', () => {
    const { stack, vpc, cluster, fargateTask, template } = testStack();
    const loadBalancer = new elbv2.ApplicationLoadBalancer(stack, 'Shared', { vpc, internetFacing: true });

    new BlueGreenEcsService(stack, 'Orders', {
      cluster,
      taskDefinition: fargateTask(),
      loadBalancer,
      productionPort: 8000,
    });

    template().resourceCountIs(ALB, 1);
    expect(propertiesOf(template(), LISTENER).map(({ Port }) => Port)).toEqual([8000, 8080]);
  });

  test('listeners of this app get the default action of the service', () => {
    const { stack, vpc, cluster, fargateTask, template } = testStack();
    const loadBalancer = new elbv2.ApplicationLoadBalancer(stack, 'Shared', { vpc });
    const productionListener = loadBalancer.addListener('Main', { port: 8008, open: false });

    const service = new BlueGreenEcsService(stack, 'Orders', {
      cluster,
      taskDefinition: fargateTask(),
      productionListener,
    });

    const main = propertiesOf(template(), LISTENER).find(({ Port }) => Port === 8008);
    expect(main.DefaultActions[0].ForwardConfig.TargetGroups).toHaveLength(2);
    expect(service.loadBalancer).toBe(loadBalancer);
    expect(JSON.stringify(stack.resolve(service.productionUrl))).toContain(':8008');
  });

  test('imported listeners are shared by a rule of this service', () => {
    const { stack, cluster, fargateTask, template, listener, loadBalancer } = importedListener();

    const service = new BlueGreenEcsService(stack, 'Orders', {
      cluster,
      taskDefinition: fargateTask(),
      loadBalancer,
      productionListener: listener,
      testTraffic: false,
      ruleConditions: [elbv2.ListenerCondition.pathPatterns(['/orders/*'])],
      rulePriority: 10,
    });

    template().allResourcesProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Priority: 10,
      Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [Match.anyValue(), Match.anyValue()] } }],
    });
    expect(service.productionUrl).toBe('https://shared.example.com');
  });

  test('a cluster, a load balancer and its listeners may all be of another stack', () => {
    const { stack, vpc, fargateTask, template, listener, loadBalancer } = importedListener();
    const cluster = ecs.Cluster.fromClusterAttributes(stack, 'SharedCluster', { clusterName: 'shared', vpc });

    new BlueGreenEcsService(stack, 'Orders', {
      cluster,
      taskDefinition: fargateTask(),
      loadBalancer,
      productionListener: listener,
      testTraffic: false,
      ruleConditions: [elbv2.ListenerCondition.hostHeaders(['orders.example.com'])],
    });

    template().resourceCountIs(ALB, 0);
    template().resourceCountIs(LISTENER, 0);
    template().hasResourceProperties('AWS::ECS::Service', { Cluster: 'shared' });
    expect(propertiesOf(template(), 'AWS::ElasticLoadBalancingV2::ListenerRule')).toEqual([
      expect.objectContaining({ ListenerArn: listener.listenerArn, Priority: expect.any(Number) }),
    ]);
  });

  test('imported listeners cannot be used whole', () => {
    const { stack, cluster, fargateTask, listener, loadBalancer } = importedListener();

    expect(
      () =>
        new BlueGreenEcsService(stack, 'Orders', {
          cluster,
          taskDefinition: fargateTask(),
          loadBalancer,
          productionListener: listener,
        }),
    ).toThrow(
      "'productionListener' is imported, and only the stack that makes a listener can set its default action; give 'ruleConditions'",
    );
  });

  test('an imported test listener must tell its port, so that hooks can be let in', () => {
    const { stack, cluster, fargateTask, listener, loadBalancer } = importedListener();
    const testListener = elbv2.ApplicationListener.fromApplicationListenerAttributes(stack, 'Test', {
      listenerArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/1/3',
      securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'AdmittedToTest', 'sg-1'),
    });

    expect(
      () =>
        new BlueGreenEcsService(stack, 'Orders', {
          cluster,
          taskDefinition: fargateTask(),
          loadBalancer,
          productionListener: listener,
          testListener,
          ruleConditions: [elbv2.ListenerCondition.pathPatterns(['/orders/*'])],
          rulePriority: 10,
          hooks: [new SmokeTest(stack, 'Smoke', { steps: [HttpStep.get('/health')] })],
        }),
    ).toThrow("is imported without its port, so hook 'Test/Smoke' cannot be let in; import it with 'defaultPort'");
  });
});

function importedListener() {
  const base = testStack();
  const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(base.stack, 'Admitted', 'sg-1');
  return {
    ...base,
    loadBalancer: elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(base.stack, 'Shared', {
      loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shared/1',
      loadBalancerDnsName: 'shared.example.com',
      securityGroupId: 'sg-1',
      vpc: base.vpc,
    }),
    listener: elbv2.ApplicationListener.fromApplicationListenerAttributes(base.stack, 'Main', {
      listenerArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/1/2',
      securityGroup,
      defaultPort: 443,
    }),
  };
}
