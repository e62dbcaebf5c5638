import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Analysis, BlueGreenEcsService, HttpStep, ReleaseController, SmokeTest } from '../../../lib';

/** A load balancer in a stack of its own, and a service of it in another one. */
function synthesise() {
  const app = new App();
  const shared = new Stack(app, 'Shared');
  const vpc = new ec2.Vpc(shared, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
  const loadBalancer = new elbv2.ApplicationLoadBalancer(shared, 'LoadBalancer', { vpc });
  const defaultAction = elbv2.ListenerAction.fixedResponse(404);
  const productionListener = loadBalancer.addListener('Http', { port: 80, open: false, defaultAction });
  const shop = new Stack(app, 'Shop');
  const taskDefinition = new ecs.FargateTaskDefinition(shop, 'Task');
  taskDefinition.addContainer('web', {
    image: ecs.ContainerImage.fromRegistry('example/shop:1'),
    portMappings: [{ containerPort: 8080 }],
  });
  new BlueGreenEcsService(shop, 'Orders', {
    cluster: new ecs.Cluster(shop, 'Cluster', { vpc }),
    taskDefinition,
    productionListener,
    ruleConditions: [elbv2.ListenerCondition.pathPatterns(['/orders/*'])],
    testHeader: 'x-release',
    controller: ReleaseController.ecs(),
    analysis: Analysis.ofTargets(),
    hooks: [new SmokeTest(shop, 'Smoke', { steps: [HttpStep.get('/health', { probe: true })] })],
  });
  return { shared, shop };
}

describe('hooks of a service whose load balancer is in another stack', () => {
  const { shared, shop } = synthesise();

  test('are let in by rules of their own stack, so that the stacks do not need each other in a circle', () => {
    const rules = Object.values(Template.fromStack(shop).findResources('AWS::EC2::SecurityGroupIngress'));
    const purposes = rules.map(({ Properties }) => Properties.Description);
    expect(purposes).toEqual(expect.arrayContaining(['hooks to test traffic', 'the probe of the candidate']));
    expect(JSON.stringify(Template.fromStack(shared).toJSON())).not.toContain('hooks to test traffic');
  });

  test('are synthesised without a warning about security groups', () => {
    expect(Annotations.fromStack(shop).findWarning('*', Match.stringLikeRegexp('gress rule'))).toEqual([]);
  });
});
