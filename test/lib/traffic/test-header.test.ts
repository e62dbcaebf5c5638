import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import {
  BlueGreenEcsService,
  type BlueGreenEcsServiceProps,
  HttpStep,
  ReleaseController,
  SmokeTest,
} from '../../../lib';
import { propertiesOf, testService, testStack } from '../../fixtures/stack';
import { shopGroup } from '../asg/shop-group';

const HEADER = { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-release', Values: ['candidate'] } };

/** The rules of a template by priority: what they ask for. */
function rulesOf(template: ReturnType<ReturnType<typeof testStack>['template']>) {
  return propertiesOf(template, 'AWS::ElasticLoadBalancingV2::ListenerRule')
    .sort((one, other) => one.Priority - other.Priority)
    .map(({ Conditions, Priority, ListenerArn }) => ({ Conditions, Priority, ListenerArn }));
}

/** A service that ECS itself releases, on a listener that it shares. */
function shared(props: Partial<BlueGreenEcsServiceProps> = {}) {
  const base = testStack();
  const loadBalancer = new elbv2.ApplicationLoadBalancer(base.stack, 'Shared', { vpc: base.vpc });
  const productionListener = loadBalancer.addListener('Production', {
    port: 80,
    open: false,
    defaultAction: elbv2.ListenerAction.fixedResponse(404),
  });
  new BlueGreenEcsService(base.stack, 'Orders', {
    cluster: base.cluster,
    taskDefinition: base.fargateTask(),
    controller: ReleaseController.ecs(),
    productionListener,
    ruleConditions: [elbv2.ListenerCondition.pathPatterns(['/orders/*'])],
    testHeader: 'x-release',
    ...props,
  });
  return base.template();
}

test('ECS gets a rule for the header before the one for everybody, on the same listener', () => {
  const [test, production] = rulesOf(shared());

  const path = { Field: 'path-pattern', PathPatternConfig: { Values: ['/orders/*'] } };
  expect(test?.Conditions).toEqual([path, HEADER]);
  expect(production?.Conditions).toEqual([path]);
  expect(test?.ListenerArn).toEqual(production?.ListenerArn);
});

test('a priority that was chosen is that of production; the header comes just before it', () => {
  expect(rulesOf(shared({ rulePriority: 20 })).map(({ Priority }) => Priority)).toEqual([19, 20]);
});

test('there is no test listener, and hooks send the header', () => {
  const template = shared();

  template.resourceCountIs('AWS::ElasticLoadBalancingV2::Listener', 1);
  const { stack, vpc, cluster, fargateTask, template: synthesised } = testStack();
  const loadBalancer = new elbv2.ApplicationLoadBalancer(stack, 'Shared', { vpc });
  new BlueGreenEcsService(stack, 'Orders', {
    cluster,
    taskDefinition: fargateTask(),
    loadBalancer,
    controller: ReleaseController.ecs(),
    testHeader: 'x-release',
    productionTrafficFrom: [ec2.Peer.ipv4('10.0.0.0/8')],
    hooks: [new SmokeTest(stack, 'Smoke', { steps: [HttpStep.get('/health')] })],
  });
  const [variables] = propertiesOf(synthesised(), 'AWS::Lambda::Function')
    .map(({ Environment }) => Environment?.Variables)
    .filter((one) => one?.STEPS);
  expect(variables.TEST_HEADER).toBe('x-release');
  expect(JSON.stringify(variables.TEST_URL)).toContain(':80');
});

test('the release machine writes the rule of the header, and leaves production alone', () => {
  const { stack, construct } = shopGroup({ testHeader: 'x-release' });

  const template = Template.fromStack(stack);
  expect(construct.testListener).toBe(construct.productionListener);
  expect(rulesOf(template).map(({ Conditions }) => Conditions)).toEqual([[HEADER]]);
  // Production is the listener's default action here, and test traffic the one rule that there is.
  const [machine] = propertiesOf(template, 'AWS::StepFunctions::StateMachine').filter(({ DefinitionString }) =>
    JSON.stringify(DefinitionString).includes('BringUp'),
  );
  const definition = JSON.stringify(machine.DefinitionString);
  expect(definition.match(/elasticloadbalancingv2:modifyRule/g)).toHaveLength(1);
  expect(definition).toContain('elasticloadbalancingv2:modifyListener');
});

test.each<[Partial<BlueGreenEcsServiceProps>, string]>([
  [{}, 'CodeDeploy is given listeners, and would send users to the candidate too'],
  [{ testTraffic: false }, "'testHeader' is instead of a test listener, but there is 'testTraffic: false'"],
  [{ testHeader: 'x release' }, "'testHeader' must be 1 to 40 letters, digits and hyphens, got 'x release'"],
  [{ rulePriority: 1 }, "'rulePriority' must be 2 or more with 'testHeader'"],
])('is refused with %j', (props, message) => {
  expect(() => testService({ testHeader: 'x-release', ...props })).toThrow(message);
});
