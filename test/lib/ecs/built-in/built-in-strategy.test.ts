import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import {
  Approval,
  BlueGreenEcsService,
  type BlueGreenEcsServiceProps,
  Colour,
  Percent,
  ReleaseController,
  RollbackAlarm,
} from '../../../../lib';
import { propertiesOf, statementsOf, testService, testStack } from '../../../fixtures/stack';
import { builtIn, controller, SERVICE } from './setting';

const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';

describe('a service that ECS itself releases', () => {
  test('names its task definition itself, so that a new one is a release, and both target groups', () => {
    const { template } = builtIn();

    template().allResourcesProperties(SERVICE, {
      DeploymentController: { Type: 'ECS' },
      TaskDefinition: { Ref: Match.anyValue() },
      LoadBalancers: [
        {
          TargetGroupArn: { Ref: Match.stringLikeRegexp('Blue') },
          AdvancedConfiguration: {
            AlternateTargetGroupArn: { Ref: Match.stringLikeRegexp('Green') },
            ProductionListenerRule: { Ref: Match.stringLikeRegexp('ProductionRule') },
            TestListenerRule: { Ref: Match.stringLikeRegexp('TestRule') },
          },
        },
      ],
    });
  });

  test('has nothing of CodeDeploy', () => {
    const { template, service } = builtIn();

    expect([service.application, service.deploymentGroup]).toEqual([undefined, undefined]);
    for (const type of ['Application', 'DeploymentGroup', 'DeploymentConfig']) {
      template().resourceCountIs(`AWS::CodeDeploy::${type}`, 0);
    }
  });

  test('has rules that lead to both colours from the start, blue serving, behind every other rule', () => {
    const { template } = builtIn();
    const live = (name: string) => ({
      'Fn::GetAtt': [Match.stringLikeRegexp('LiveState'), Match.stringLikeRegexp(name)],
    });

    template().resourceCountIs(RULE, 2);
    template().allResourcesProperties(RULE, {
      Priority: 50_000,
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }],
      Actions: [
        {
          ForwardConfig: {
            TargetGroups: [
              { TargetGroupArn: { Ref: Match.stringLikeRegexp('Blue') }, Weight: live('BlueWeight$') },
              { TargetGroupArn: { Ref: Match.stringLikeRegexp('Green') }, Weight: live('GreenWeight$') },
            ],
          },
        },
      ],
    });
    template().allResourcesProperties('Custom::BlueGreenLiveState', { Start: { Blue: '1', Green: '0' } });
  });

  test('leaves the listeners as CodeDeploy has them, so that a migration does not touch them', () => {
    const listeners = (props: Partial<BlueGreenEcsServiceProps>) =>
      testService(props).template().findResources('AWS::ElasticLoadBalancingV2::Listener');

    expect(listeners({ controller })).toEqual(listeners({}));
  });

  test('shares existing listeners by rules on its own conditions', () => {
    const { stack, vpc, cluster, fargateTask, template } = testStack();
    const loadBalancer = new elbv2.ApplicationLoadBalancer(stack, 'Shared', { vpc });
    const listener = (port: number) =>
      loadBalancer.addListener(`Port${port}`, { port, defaultAction: elbv2.ListenerAction.fixedResponse(404) });

    new BlueGreenEcsService(stack, 'Orders', {
      cluster,
      taskDefinition: fargateTask(),
      controller,
      productionListener: listener(80),
      testListener: listener(8080),
      ruleConditions: [elbv2.ListenerCondition.hostHeaders(['orders.example'])],
      rulePriority: 7,
    });

    template().resourceCountIs(RULE, 2);
    template().allResourcesProperties(RULE, { Priority: 7, Conditions: [{ Field: 'host-header' }] });
  });

  test('starts on the colour that CodeDeploy left live', () => {
    const { template } = builtIn({ controller: ReleaseController.ecs({ liveColour: Colour.GREEN }) });

    template().allResourcesProperties('Custom::BlueGreenLiveState', { Start: { Blue: '0', Green: '1' } });
  });

  test('may change its own rules and target groups, and nothing else of the load balancer', () => {
    const statements = statementsOf(builtIn().template(), 'EcsLoadBalancerRole');

    const writes = statements.filter(({ Resource }) => Resource !== '*');
    expect(writes).toHaveLength(2);
    expect(JSON.stringify(writes)).not.toContain('*');
    expect(writes.flatMap(({ Action }) => Action)).toEqual([
      'elasticloadbalancing:RegisterTargets',
      'elasticloadbalancing:DeregisterTargets',
      'elasticloadbalancing:ModifyRule',
    ]);
  });

  test('is made only when its roles have their permissions, as ECS uses them at once', () => {
    const { DependsOn } = Object.values(builtIn().template().findResources(SERVICE))[0];

    expect(DependsOn).toContainEqual(expect.stringMatching(/EcsLoadBalancerRoleDefaultPolicy/));
  });

  test('tells tools what a release consists of, alarms that come later too', () => {
    const { service, template } = builtIn({ approval: Approval.required({ within: Duration.hours(2) }) });
    service.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));

    const [{ Name, Value }] = propertiesOf(template(), 'AWS::SSM::Parameter');

    const text: string = Value['Fn::Join'][1]
      .map((part: string | { Ref: string }) => (typeof part === 'string' ? part : (part.Ref ?? 'service')))
      .join('');
    expect(Name).toBe('/cdk-blue-green/Test/Orders');
    expect(JSON.parse(text)).toMatchObject({
      kind: 'ecs-built-in',
      taskFamily: 'orders',
      approvalSeconds: 7200,
      alarms: [expect.stringMatching(/ErrorRateBlue/), expect.stringMatching(/ErrorRateGreen/)],
      colours: { blue: { targetGroup: expect.any(String) }, green: { targetGroup: expect.any(String) } },
    });
  });
});
