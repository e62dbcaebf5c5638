import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { App, Aspects, Annotations as CdkAnnotations, Duration, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { BlueGreenChecks, BlueGreenEcsService, RollbackAlarm } from '../../../lib';
import { testService, testStack } from '../../fixtures/stack';
import { codeDeployApp, ecsApp, stacksOf } from './apps';
import { BUILT_IN, CODE_DEPLOY } from './findings';

const ANY = Match.anyValue();

/** The ids of warnings or errors, each once. */
function idsOf(found: { entry: { data?: unknown } }[]): string[] {
  return [...new Set(found.map(({ entry }) => String(entry.data).slice(0, 5)))];
}

test.each([
  ['code-deploy', () => codeDeployApp().stack, CODE_DEPLOY],
  ['ecs', () => ecsApp().stack, BUILT_IN],
])('the other tests look at what apps/%s.json was synthesised from', (name, make, kept) => {
  const stacks = JSON.parse(JSON.stringify(stacksOf(make())));
  // UPDATE_APPS=1 writes what is synthesised today.
  if (process.env.UPDATE_APPS) writeFileSync(path.join(__dirname, 'apps', `${name}.json`), JSON.stringify(stacks));

  expect(stacks).toEqual(kept);
});

describe('plain constructs', () => {
  const careless = () => {
    const app = codeDeployApp();
    (app.group.node.defaultChild as codedeploy.CfnDeploymentGroup).addPropertyDeletionOverride('AlarmConfiguration');
    return app;
  };

  test('are not looked at unless somebody asks', () => {
    expect(Annotations.fromStack(careless().stack).findWarning('*', ANY)).toEqual([]);
  });

  test('are looked at by the aspect, with what escape hatches have changed', () => {
    const { stack } = careless();
    Aspects.of(stack.node.root).add(new BlueGreenChecks());

    Annotations.fromStack(stack).hasWarning(
      '/Plain/Group',
      'BG014: nothing looks at the candidate while it gets traffic; add alarms (rollbackOn) or an analysis [ack: BG014]',
    );
  });

  test('are looked at where the aspect is only', () => {
    const { stack, service } = careless();
    Aspects.of(service).add(new BlueGreenChecks());

    expect(Annotations.fromStack(stack).findWarning('*', ANY)).toEqual([]);
  });

  test('are not warned of what somebody has acknowledged', () => {
    const { stack, group } = careless();
    Aspects.of(stack).add(new BlueGreenChecks());
    CdkAnnotations.of(group).acknowledgeWarning('BG014', 'the load test of this team sees everything');

    expect(Annotations.fromStack(stack).findWarning('*', ANY)).toEqual([]);
    expect(group.node.metadata).toContainEqual(
      expect.objectContaining({ type: 'cdk-blue-green:acknowledged', data: expect.objectContaining({ id: 'BG014' }) }),
    );
  });

  test('are refused what AWS refuses', () => {
    const { stack, group } = codeDeployApp();
    (group.node.defaultChild as codedeploy.CfnDeploymentGroup).addPropertyOverride(
      'BlueGreenDeploymentConfiguration.TerminateBlueInstancesOnDeploymentSuccess.TerminationWaitTimeInMinutes',
      4000,
    );
    Aspects.of(stack).add(new BlueGreenChecks());

    Annotations.fromStack(stack).hasError(
      '/Plain/Group',
      'BG017: the bake lasts 4000 minutes, but may last 2880 minutes; shorten it',
    );
  });
});

describe("this package's constructs", () => {
  test('check themselves, once, with the aspect too', () => {
    const { stack } = testService({ desiredCount: 1 });
    Aspects.of(stack).add(new BlueGreenChecks());
    const single = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('^BG025'));

    expect(single.map(({ id }) => id)).toEqual(['/Test/Orders/DeploymentGroup']);
  });

  test('say nothing of a service with alarms and a tag', () => {
    const { stack, cluster } = testStack();
    const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Tagged', { family: 'tagged' });
    taskDefinition.addContainer('web', {
      image: ecs.ContainerImage.fromRegistry('example/orders:1'),
      portMappings: [{ containerPort: 8080 }],
    });
    const service = new BlueGreenEcsService(stack, 'Orders', { cluster, taskDefinition });
    service.rollbackOn(RollbackAlarm.connectionErrors({ threshold: 1 }));

    expect(idsOf(Annotations.fromStack(stack).findWarning('*', ANY))).toEqual([]);
    expect(idsOf(Annotations.fromStack(stack).findError('*', ANY))).toEqual([]);
  });

  test('check themselves inside of a stage', () => {
    const stage = new Stage(new App(), 'Prod');
    const stack = new Stack(stage, 'Shop');
    const alarm = cloudwatch.Alarm.fromAlarmName(stack, 'Alarm', 'of-another-stack');
    const { cluster, fargateTask } = inside(stack);
    new BlueGreenEcsService(stack, 'Orders', { cluster, taskDefinition: fargateTask() }).rollbackOn(
      RollbackAlarm.fromAlarm(alarm),
    );

    expect(idsOf(Annotations.fromStack(stack).findWarning('*', ANY))).toEqual(['BG026']);
  });
});

describe('references', () => {
  test('are followed into another stack', () => {
    const { stack, group } = codeDeployApp();
    const other = new Stack(stack.node.root as App, 'Other');
    const metric = new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Orders', period: Duration.minutes(1) });
    group.addAlarm(new cloudwatch.Alarm(other, 'NoOrders', { metric, threshold: 1, evaluationPeriods: 3 }));
    Aspects.of(stack).add(new BlueGreenChecks());

    Annotations.fromStack(stack).hasWarning('/Plain/Group', Match.stringLikeRegexp("^BG012: alarm 'Other/NoOrders'"));
  });

  test('are followed into a nested stack', () => {
    const { stack, service } = codeDeployApp();
    const nested = new NestedStack(stack, 'Nested');
    new cloudwatch.Alarm(nested, 'Cpu', {
      metric: new cloudwatch.Metric({
        namespace: 'AWS/ECS',
        metricName: 'Cpu',
        dimensionsMap: { S: service.serviceName },
      }),
      threshold: 1,
      evaluationPeriods: 60,
      alarmName: 'cpu',
    });
    const group = stack.node.findChild('Group').node.defaultChild as codedeploy.CfnDeploymentGroup;
    group.addPropertyOverride('AlarmConfiguration.Alarms.2', { Name: 'cpu' });
    Aspects.of(stack).add(new BlueGreenChecks());

    expect(idsOf(Annotations.fromStack(stack).findWarning('*', ANY))).toEqual(['BG008', 'BG009', 'BG012']);
  });
});

function inside(stack: Stack) {
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: undefined });
  return {
    cluster,
    fargateTask: () => {
      const task = new ecs.FargateTaskDefinition(stack, 'Task', { family: 'orders' });
      task.addContainer('web', {
        image: ecs.ContainerImage.fromRegistry('example/orders'),
        portMappings: [{ containerPort: 8080 }],
      });
      return task;
    },
  };
}
