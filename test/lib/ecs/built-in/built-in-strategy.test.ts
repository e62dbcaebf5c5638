import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  Approval,
  BlueGreenEcsService,
  type BlueGreenEcsServiceProps,
  Colour,
  DeadlineAction,
  FunctionHook,
  HookStage,
  HttpStep,
  Percent,
  PreWarm,
  ReleaseController,
  RollbackAlarm,
  SmokeTest,
  TrafficShift,
} from '../../../../lib';
import { propertiesOf, statementsOf, testService, testStack } from '../../../fixtures/stack';

const SERVICE = 'AWS::ECS::Service';
const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';
const controller = ReleaseController.ecs();

function builtIn(props: Partial<BlueGreenEcsServiceProps> = {}) {
  return testService({ controller, ...props });
}

/** The DeploymentConfiguration of the one service. */
function configurationOf(props: Partial<BlueGreenEcsServiceProps> = {}) {
  return propertiesOf(builtIn(props).template(), SERVICE)[0].DeploymentConfiguration;
}

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

    testServiceIn(
      { stack, cluster, taskDefinition: fargateTask() },
      {
        productionListener: listener(80),
        testListener: listener(8080),
        ruleConditions: [elbv2.ListenerCondition.hostHeaders(['orders.example'])],
        rulePriority: 7,
      },
    );

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

describe('a shift of ECS itself', () => {
  test('is a canary that bakes for ten minutes, with circuit breaker, by default', () => {
    expect(configurationOf()).toMatchObject({
      Strategy: 'CANARY',
      CanaryConfiguration: { CanaryPercent: 10, CanaryBakeTimeInMinutes: 5 },
      BakeTimeInMinutes: 10,
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      MinimumHealthyPercent: 100,
      MaximumPercent: 200,
    });
  });

  test("all at once is ECS's blue-green", () => {
    const { Strategy, ...rest } = configurationOf({ shift: TrafficShift.allAtOnce() });

    expect(Strategy).toBe('BLUE_GREEN');
    expect(rest).not.toHaveProperty('CanaryConfiguration');
  });

  test('is linear', () => {
    const shift = TrafficShift.linear({ stepPercent: 20, stepBakeTime: Duration.minutes(3) });

    expect(configurationOf({ shift })).toMatchObject({
      Strategy: 'LINEAR',
      LinearConfiguration: { StepPercent: 20, StepBakeTimeInMinutes: 3 },
    });
  });
});

describe('the hooks of ECS itself', () => {
  test("are asked at ECS's stages, with a time-out", () => {
    const { stack, cluster, fargateTask, template } = testStack();
    testServiceIn(
      { stack, cluster, taskDefinition: fargateTask() },
      {
        hooks: [
          new SmokeTest(stack, 'Smoke', { steps: [HttpStep.get('/')] }),
          new PreWarm(stack, 'Warm', { paths: ['/'], requests: 10 }),
        ],
      },
    );

    const { LifecycleHooks } = propertiesOf(template(), SERVICE)[0].DeploymentConfiguration;

    const TimeoutConfiguration = { TimeoutInMinutes: 60, Action: 'ROLLBACK' };
    expect(LifecycleHooks).toEqual([
      expect.objectContaining({ LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'], TimeoutConfiguration }),
      expect.objectContaining({ LifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'], TimeoutConfiguration }),
    ]);
    expect(statementsOf(template(), 'EcsHookRole').map(({ Action, Resource }) => [Action, Resource])).toEqual(
      LifecycleHooks.map(({ HookTargetArn }: { HookTargetArn: object }) => ['lambda:InvokeFunction', HookTargetArn]),
    );
    expect(Object.values(template().findResources(SERVICE))[0].DependsOn).toContainEqual(
      expect.stringMatching(/EcsHookRoleDefaultPolicy/),
    );
  });

  test('need no permission to answer, because the result is the answer', () => {
    const { stack, cluster, fargateTask, template } = testStack();
    const hooks = [new SmokeTest(stack, 'Smoke', { steps: [HttpStep.get('/')] })];
    testServiceIn({ stack, cluster, taskDefinition: fargateTask() }, { hooks });

    expect(JSON.stringify(template().toJSON())).not.toContain('PutLifecycleEventHookExecutionStatus');
  });

  test('may be handed details, and may be several at one stage', () => {
    const { stack, cluster, fargateTask, template } = testStack();
    const at = (id: string, details?: Record<string, string>) =>
      FunctionHook.at(
        HookStage.AFTER_ALLOW_TRAFFIC,
        lambda.Function.fromFunctionAttributes(stack, id, {
          functionArn: `arn:aws:lambda:us-east-1:123456789012:function:${id}`,
          sameEnvironment: true,
        }),
        { details },
      );
    testServiceIn(
      { stack, cluster, taskDefinition: fargateTask() },
      { hooks: [at('one', { bucket: 'b' }), at('two')] },
    );

    const { LifecycleHooks } = propertiesOf(template(), SERVICE)[0].DeploymentConfiguration;

    expect(LifecycleHooks.map(({ HookDetails }: { HookDetails?: string }) => HookDetails)).toEqual([
      '{"bucket":"b"}',
      undefined,
    ]);
  });

  test('leave those that a team adds to the service itself as they are', () => {
    const { stack, service, template } = builtIn();
    const handler = new lambda.Function(stack, 'Own', {
      code: lambda.Code.fromInline('x'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_22_X,
    });
    service.service.addLifecycleHook(
      new ecs.DeploymentLifecycleLambdaTarget(handler, 'Own', {
        lifecycleStages: [ecs.DeploymentLifecycleStage.PRODUCTION_TRAFFIC_SHIFT],
      }),
    );

    const { LifecycleHooks } = propertiesOf(template(), SERVICE)[0].DeploymentConfiguration;

    expect(LifecycleHooks).toEqual([
      { HookTargetArn: expect.anything(), RoleArn: expect.anything(), LifecycleStages: ['PRODUCTION_TRAFFIC_SHIFT'] },
    ]);
  });

  test('pause for a person, with test traffic on the candidate', () => {
    const approval = Approval.required({ within: Duration.hours(2) });

    expect(configurationOf({ approval }).LifecycleHooks).toEqual([
      {
        TargetType: 'PAUSE',
        LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
        TimeoutConfiguration: { TimeoutInMinutes: 120, Action: 'ROLLBACK' },
      },
    ]);
  });

  test('go on by themselves at the deadline when told so, and pause earlier without test traffic', () => {
    const approval = Approval.required({ within: Duration.hours(1), atDeadline: DeadlineAction.PROMOTE });

    expect(configurationOf({ approval, testTraffic: false }).LifecycleHooks).toEqual([
      {
        TargetType: 'PAUSE',
        LifecycleStages: ['POST_SCALE_UP'],
        TimeoutConfiguration: { TimeoutInMinutes: 60, Action: 'CONTINUE' },
      },
    ]);
  });
});

describe('the alarms of ECS itself', () => {
  test('are watched, all of them, and roll back', () => {
    const { service, template } = builtIn();
    service.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));
    service.rollbackOn(RollbackAlarm.loadBalancerErrors({ threshold: 5 }));

    const { Alarms } = propertiesOf(template(), SERVICE)[0].DeploymentConfiguration;

    expect(Alarms).toEqual({
      Enable: true,
      Rollback: true,
      AlarmNames: [/ErrorRateBlue/, /ErrorRateGreen/, /LoadBalancerErrors/].map((name) => ({
        Ref: expect.stringMatching(name),
      })),
    });
  });

  test('are asked once before anything starts, because ECS would ignore them if one fired', () => {
    const { service, template } = builtIn();
    service.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));

    expect(propertiesOf(template(), SERVICE)[0].DeploymentConfiguration.LifecycleHooks).toEqual([
      expect.objectContaining({ LifecycleStages: ['PRE_SCALE_UP'] }),
    ]);
    const [{ Environment }] = propertiesOf(template(), 'AWS::Lambda::Function');
    expect(JSON.stringify(Environment.Variables.ALARMS)).toMatch(/ErrorRateBlue.*ErrorRateGreen/);
  });

  test('are not asked before when told so', () => {
    const { service, template } = builtIn({ controller: ReleaseController.ecs({ alarmPreflight: false }) });
    service.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));

    // Only the one that says what is live.
    template().resourceCountIs('AWS::Lambda::Function', 1);
  });
});

function testServiceIn(
  {
    stack,
    cluster,
    taskDefinition,
  }: Pick<ReturnType<typeof testStack>, 'stack' | 'cluster'> & { taskDefinition: ecs.TaskDefinition },
  props: Partial<BlueGreenEcsServiceProps>,
) {
  return new BlueGreenEcsService(stack, 'Orders', { cluster, taskDefinition, controller, ...props });
}
