import { Duration } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  Approval,
  BlueGreenEcsService,
  type BlueGreenEcsServiceProps,
  DeadlineAction,
  FunctionHook,
  HookStage,
  HttpStep,
  PreWarm,
  SmokeTest,
  TrafficShift,
} from '../../../../lib';
import { propertiesOf, statementsOf, testStack } from '../../../fixtures/stack';
import { builtIn, configurationOf, controller, SERVICE } from './setting';

describe('the hooks of ECS itself', () => {
  test("are asked at ECS's stages, with a time-out", () => {
    const base = testStack();
    const { stack, template } = base;
    addService(base, [
      new SmokeTest(stack, 'Smoke', { steps: [HttpStep.get('/')] }),
      new PreWarm(stack, 'Warm', { paths: ['/'], requests: 10 }),
    ]);

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
    const base = testStack();
    const { stack, template } = base;
    const hooks = [new SmokeTest(stack, 'Smoke', { steps: [HttpStep.get('/')] })];
    addService(base, hooks);

    expect(JSON.stringify(template().toJSON())).not.toContain('PutLifecycleEventHookExecutionStatus');
  });

  test('may be handed details, and may be several at one stage', () => {
    const base = testStack();
    const { stack, template } = base;
    const at = (id: string, details?: Record<string, string>) =>
      FunctionHook.at(
        HookStage.AFTER_ALLOW_TRAFFIC,
        lambda.Function.fromFunctionAttributes(stack, id, {
          functionArn: `arn:aws:lambda:us-east-1:123456789012:function:${id}`,
          sameEnvironment: true,
        }),
        { details },
      );
    addService(base, [at('one', { bucket: 'b' }), at('two')]);

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

  test('pause when those with test traffic have ended, if all traffic moves at once', () => {
    const approval = Approval.required({ within: Duration.hours(2) });
    const stageOf = (more: Partial<BlueGreenEcsServiceProps> = {}) =>
      configurationOf({ approval, shift: TrafficShift.allAtOnce(), ...more }).LifecycleHooks.flatMap(
        ({ TargetType, LifecycleStages }: { TargetType?: string; LifecycleStages: string[] }) =>
          TargetType === 'PAUSE' ? LifecycleStages : [],
      );

    expect([stageOf(), stageOf({ testTraffic: false })]).toEqual([
      ['PRE_PRODUCTION_TRAFFIC_SHIFT'],
      ['PRE_PRODUCTION_TRAFFIC_SHIFT'],
    ]);
  });

  test('pause before what is to run right before the shift', () => {
    const base = testStack();
    const { stack, template } = base;
    addService(base, [new PreWarm(stack, 'Warm', { paths: ['/'], requests: 10 })], {
      approval: Approval.required({ within: Duration.hours(2) }),
      shift: TrafficShift.allAtOnce(),
    });

    const { LifecycleHooks } = propertiesOf(template(), SERVICE)[0].DeploymentConfiguration;

    expect(LifecycleHooks.map(({ LifecycleStages }: { LifecycleStages: string[] }) => LifecycleStages)).toEqual([
      ['PRE_PRODUCTION_TRAFFIC_SHIFT'],
      ['POST_TEST_TRAFFIC_SHIFT'],
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

/** The service, in the stack that its hooks are in already. */
function addService(
  { stack, cluster, fargateTask }: ReturnType<typeof testStack>,
  hooks: BlueGreenEcsServiceProps['hooks'],
  more: Partial<BlueGreenEcsServiceProps> = {},
) {
  return new BlueGreenEcsService(stack, 'Orders', {
    cluster,
    taskDefinition: fargateTask(),
    controller,
    hooks,
    ...more,
  });
}
