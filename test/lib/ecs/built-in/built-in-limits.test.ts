import { CfnParameter, Duration } from 'aws-cdk-lib';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  Approval,
  BlueGreenEcsService,
  type BlueGreenEcsServiceProps,
  FunctionHook,
  HookStage,
  Percent,
  ReleaseController,
  RollbackAlarm,
  TrafficShift,
} from '../../../../lib';
import { testService, testStack } from '../../../fixtures/stack';

type Wrong = [string, Partial<BlueGreenEcsServiceProps>, string];

const controller = ReleaseController.ecs();
const minutes = Duration.minutes;

describe('what ECS cannot do fails at synth, with the name, the value and the way out', () => {
  test.each<Wrong>([
    ['a bake above a day', { bakeTime: minutes(99_999) }, "'bakeTime' must be 0 to 1440 whole minutes"],
    [
      'steps of their own',
      { shift: TrafficShift.steps([{ percent: 5, bakeTime: minutes(1) }, { percent: 100 }]) },
      "'shift' has steps of its own, but ECS knows one canary step or equal steps only; use TrafficShift.canary()",
    ],
    [
      'linear steps below 3 percent',
      { shift: TrafficShift.linear({ stepPercent: 2, stepBakeTime: minutes(1) }) },
      "'stepPercent' of a linear shift must be at least 3 for ECS, got 2",
    ],
    [
      'a step above a day',
      { shift: TrafficShift.canary({ stepPercent: 10, stepBakeTime: minutes(1441) }) },
      "'stepBakeTime' must be 0 to 1440 whole minutes",
    ],
    [
      'a canary whose waits CloudFormation refuses',
      { shift: TrafficShift.canary({ stepPercent: 10, stepBakeTime: minutes(1440) }), bakeTime: minutes(1440) },
      "'bakeTime', the steps of 'shift' and 'approval' take 2880 minutes together, but at most 1980 (33 hours) are allowed",
    ],
    [
      'a linear shift whose waits CloudFormation refuses',
      { shift: TrafficShift.linear({ stepPercent: 10, stepBakeTime: minutes(220) }), bakeTime: minutes(1) },
      'take 1981 minutes together',
    ],
    [
      'an approval that outlasts the stack update',
      { approval: Approval.required({ within: Duration.hours(40) }) },
      "and 'approval' take 2415 minutes together",
    ],
    [
      'a deployment group',
      { deploymentGroupName: 'group' },
      "'deploymentGroupName' is for services that CodeDeploy releases",
    ],
    [
      'topics of CodeDeploy',
      { triggers: [] },
      "'triggers' is for services that CodeDeploy releases, but 'controller' is ReleaseController.ecs(); leave it out, and take the events",
    ],
    ['a poll failure', { ignoreAlarmPollFailure: false }, 'ECS goes on when it cannot read alarms'],
    [
      'a hook on test traffic without any',
      { testTraffic: false, hooks: [FunctionHook.at(HookStage.AFTER_ALLOW_TEST_TRAFFIC, {} as lambda.IFunction)] },
      "'hooks' has one at the stage AfterAllowTestTraffic, but 'testTraffic' is false",
    ],
    [
      'eleven hooks',
      { hooks: Array.from({ length: 11 }, () => FunctionHook.at(HookStage.AFTER_INSTALL, {} as lambda.IFunction)) },
      "'hooks' has 11 hooks, but ECS asks 10",
    ],
  ])('%s', (_, props, message) => {
    expect(() => testService({ controller, ...props })).toThrow(message);
  });

  test('an application of CodeDeploy', () => {
    const { stack, cluster, fargateTask } = testStack();
    const application = new codedeploy.EcsApplication(stack, 'App');

    expect(
      () =>
        new BlueGreenEcsService(stack, 'Orders', { cluster, taskDefinition: fargateTask(), controller, application }),
    ).toThrow("'application' is for services that CodeDeploy releases");
  });

  test('a preflight beside ten hooks', () => {
    const { stack, cluster, fargateTask } = testStack();
    const own = new lambda.Function(stack, 'Own', {
      code: lambda.Code.fromInline('x'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_22_X,
    });
    const hooks = Array.from({ length: 10 }, () => FunctionHook.at(HookStage.AFTER_INSTALL, own));
    const service = new BlueGreenEcsService(stack, 'Orders', {
      cluster,
      taskDefinition: fargateTask(),
      controller,
      hooks,
    });

    expect(() => service.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }))).toThrow(
      "there are 10 hooks, and ECS asks 10, but the preflight of the alarms is one too; join some of them, or set 'alarmPreflight'",
    );
  });

  test('a time-out of hooks above a day', () => {
    expect(() => ReleaseController.ecs({ hookTimeout: Duration.hours(25) })).toThrow(
      "'hookTimeout' must be 1 to 1440 whole minutes, got 1 day 1 hour",
    );
  });
});

describe('what ECS can do passes', () => {
  test.each<[string, Partial<BlueGreenEcsServiceProps>]>([
    ['no bake', { bakeTime: minutes(0) }],
    [
      '33 hours in all',
      {
        shift: TrafficShift.allAtOnce(),
        bakeTime: minutes(1440),
        approval: Approval.required({ within: Duration.hours(9) }),
      },
    ],
    ['linear steps of 3 percent', { shift: TrafficShift.linear({ stepPercent: 3, stepBakeTime: minutes(10) }) }],
  ])('%s', (_, props) => {
    expect(() => testService({ controller, ...props })).not.toThrow();
  });

  test('a bake time that is known only when the stack is deployed', () => {
    const { stack, cluster, fargateTask } = testStack();
    const bakeTime = Duration.minutes(new CfnParameter(stack, 'Bake', { type: 'Number' }).valueAsNumber);

    expect(
      () => new BlueGreenEcsService(stack, 'Orders', { cluster, taskDefinition: fargateTask(), controller, bakeTime }),
    ).not.toThrow();
  });
});
