import { CfnParameter, Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  Approval,
  BlueGreenEcsService,
  type BlueGreenEcsServiceProps,
  DeadlineAction,
  FunctionHook,
  HookStage,
  TrafficShift,
} from '../../../lib';
import { testService, testStack } from '../../fixtures/stack';

type Wrong = [Partial<BlueGreenEcsServiceProps>, string];

const listener = {} as elbv2.IApplicationListener;
const conditions = [elbv2.ListenerCondition.pathPatterns(['/orders/*'])];

describe('a wrong prop fails, and the error names it, its value and the way out', () => {
  test.each<Wrong>([
    [
      { desiredCount: 0 },
      "'desiredCount' must be a whole number from 1 to 5000, got 0; a release needs a healthy task",
    ],
    [{ desiredCount: 1.5 }, "'desiredCount' must be a whole number from 1 to 5000, got 1.5"],
    [
      { bakeTime: Duration.minutes(2881) },
      "'bakeTime' must be 0 to 2880 whole minutes, got 2 days 1 minute; CodeDeploy keeps",
    ],
    [
      { shift: TrafficShift.steps([{ percent: 5, bakeTime: Duration.minutes(1) }, { percent: 100 }]) },
      "'shift' has steps of their own, but CodeDeploy knows equal steps only",
    ],
    [
      { approval: Approval.required({ within: Duration.hours(1), atDeadline: DeadlineAction.PROMOTE }) },
      "'approval' promotes at its deadline, but CodeDeploy stops a release that nobody has promoted",
    ],
    [{ bakeTime: Duration.seconds(90) }, "'bakeTime' must be 0 to 2880 whole minutes, got 1 minute 30 seconds"],
    [
      { deregistrationDelay: Duration.seconds(3601) },
      "'deregistrationDelay' must be 0 to 3600 whole seconds, got 1 hour 1 second",
    ],
    [{ slowStart: Duration.seconds(10) }, "'slowStart' must be 30 to 900 whole seconds, got 10 seconds; leave it out"],
    [{ stickinessDuration: Duration.days(8) }, "'stickinessDuration' must be 1 to 604800 whole seconds, got 8 days"],
    [{ productionPort: 70_000 }, "'productionPort' must be a whole number from 1 to 65535, got 70000"],
    [{ productionPort: 81, testPort: 81 }, "'productionPort' and 'testPort' must differ, both are 81"],
    [{ testPort: 80 }, "'productionPort' and 'testPort' must differ, both are 80"],
    [
      { serviceName: 'my service' },
      "'serviceName' must have 1 to 255 characters that match ^[\\w-]+$, got 'my service'; leave it out",
    ],
    [{ deploymentGroupName: 'x'.repeat(101) }, "'deploymentGroupName' must have 1 to 100 characters"],
    [{ containerName: 'wep' }, "'containerName' names no container of task definition 'Test/Task', got 'wep'"],
    [{ containerPort: 9090 }, "container 'web' maps ports 8080, not 'containerPort' 9090; add it to its portMappings"],
    [{ ruleConditions: conditions }, "'ruleConditions' are for a rule of 'productionListener'; give one"],
    [
      { ruleConditions: conditions, rulePriority: 1, productionListener: listener },
      "there is no 'testListener' to share",
    ],
    [{ testListener: listener, testTraffic: false }, "'testListener' is given, but 'testTraffic' is false"],
    [{ internetFacing: true, productionListener: listener }, "'internetFacing' is for a new load balancer"],
  ])('%j', (props, message) => {
    expect(() => testService(props)).toThrow(message);
  });

  test('a second hook at one stage', () => {
    const { stack } = testStack();
    const handler = lambda.Function.fromFunctionName(stack, 'Check', 'check');
    const hooks = [
      FunctionHook.at(HookStage.AFTER_INSTALL, handler),
      FunctionHook.at(HookStage.AFTER_INSTALL, handler),
    ];

    expect(() => testService({ hooks })).toThrow(
      "'hooks' has 2 hooks at the stage AfterInstall, where CodeDeploy asks one only; give one of them another 'stage'",
    );
  });

  test('a hook on test traffic that is not there', () => {
    const { stack } = testStack();
    const hooks = [
      FunctionHook.at(HookStage.AFTER_ALLOW_TEST_TRAFFIC, lambda.Function.fromFunctionName(stack, 'Check', 'check')),
    ];

    expect(() => testService({ hooks, testTraffic: false })).toThrow(
      "a hook of 'Test/Orders' is at the stage AfterAllowTestTraffic, which CodeDeploy leaves out without a test listener",
    );
  });

  test('networking of tasks that have no addresses', () => {
    const { stack, cluster, ec2Task } = testStack();
    const taskDefinition = ec2Task(ecs.NetworkMode.BRIDGE);

    expect(
      () =>
        new BlueGreenEcsService(stack, 'Orders', {
          cluster,
          taskDefinition,
          taskSubnets: { subnetType: ec2.SubnetType.PUBLIC },
        }),
    ).toThrow(
      "'taskSubnets' is for tasks with addresses of their own, but the task definition's network mode is 'bridge'",
    );
  });

  test('a task definition without a container', () => {
    const { stack, cluster } = testStack();
    const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Empty');

    expect(() => new BlueGreenEcsService(stack, 'Orders', { cluster, taskDefinition })).toThrow(
      "task definition 'Test/Empty' has no essential container; add one with a port mapping before the service is made",
    );
  });
});

test('tokens pass', () => {
  const { stack, cluster, fargateTask, template } = testStack();
  const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
  const text = new CfnParameter(stack, 'Text').valueAsString;

  new BlueGreenEcsService(stack, 'Orders', {
    cluster,
    taskDefinition: fargateTask(),
    desiredCount: number,
    serviceName: text,
    deploymentGroupName: text,
    bakeTime: Duration.minutes(number),
    deregistrationDelay: Duration.seconds(number),
    slowStart: Duration.seconds(number),
    stickinessDuration: Duration.seconds(number),
    healthCheck: { path: text, healthyHttpCodes: text, port: number, healthyThresholdCount: number },
    shift: TrafficShift.canary({ stepPercent: number, stepBakeTime: Duration.minutes(number) }),
    approval: Approval.required({ within: Duration.minutes(number) }),
  });

  template().allResourcesProperties('AWS::ECS::Service', {
    DesiredCount: { Ref: 'Number' },
    ServiceName: { Ref: 'Text' },
  });
  template().allResourcesProperties('AWS::CodeDeploy::DeploymentConfig', {
    TrafficRoutingConfig: {
      TimeBasedCanary: { CanaryInterval: { Ref: 'Number' }, CanaryPercentage: { Ref: 'Number' } },
    },
  });
});
