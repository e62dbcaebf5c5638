import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  Approval,
  BlueGreenEcsService,
  HttpStep,
  Percent,
  ReleaseEvent,
  RollbackAlarm,
  SmokeTest,
  TrafficShift,
} from '../../../lib';
import { propertiesOf, testService, testStack } from '../../fixtures/stack';

const GROUP = 'AWS::CodeDeploy::DeploymentGroup';
const SERVICE = 'AWS::ECS::Service';

describe('service', () => {
  test('is released by CodeDeploy, names its task definition by family and stands behind one group', () => {
    const { template } = testService({ desiredCount: 4 });

    template().allResourcesProperties(SERVICE, {
      DeploymentController: { Type: 'CODE_DEPLOY' },
      TaskDefinition: 'orders',
      DesiredCount: 4,
      LaunchType: 'FARGATE',
      HealthCheckGracePeriodSeconds: 60,
      LoadBalancers: [{ ContainerName: 'web', ContainerPort: 8080, TargetGroupArn: Match.anyValue() }],
    });
  });

  test('keeps old revisions of its task definition for rollbacks', () => {
    const { template } = testService();

    template().allResources('AWS::ECS::TaskDefinition', { UpdateReplacePolicy: 'Retain' });
  });

  test('runs on EC2 with addresses of its own', () => {
    const { stack, cluster, ec2Task, template } = testStack();

    new BlueGreenEcsService(stack, 'Orders', {
      cluster: withCapacity(cluster),
      taskDefinition: ec2Task(ecs.NetworkMode.AWS_VPC),
    });

    template().allResourcesProperties(SERVICE, { LaunchType: 'EC2', NetworkConfiguration: Match.anyValue() });
    template().allResourcesProperties('AWS::ElasticLoadBalancingV2::TargetGroup', { TargetType: 'ip' });
  });

  test('runs on EC2 behind the ports of its instances', () => {
    const { stack, cluster, ec2Task, template } = testStack();

    new BlueGreenEcsService(stack, 'Orders', {
      cluster: withCapacity(cluster),
      taskDefinition: ec2Task(ecs.NetworkMode.BRIDGE),
    });

    template().allResourcesProperties(SERVICE, { LaunchType: 'EC2', NetworkConfiguration: Match.absent() });
    template().allResourcesProperties('AWS::ElasticLoadBalancingV2::TargetGroup', { TargetType: 'instance' });
    template().hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 32768, ToPort: 65535 });
  });

  test('runs on capacity providers, the candidate too', () => {
    const { template } = testService({ capacityProviderStrategies: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }] });

    template().allResourcesProperties(SERVICE, {
      LaunchType: Match.absent(),
      CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE_SPOT', Weight: 1 }],
    });
    expect(JSON.stringify(propertiesOf(template(), 'AWS::SSM::Parameter'))).toContain('FARGATE_SPOT');
  });

  test('lets the load balancer, and nothing else, reach its tasks', () => {
    const { template } = testService();

    template().resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template().allResourcesProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: 8080,
      ToPort: 8080,
      SourceSecurityGroupId: Match.anyValue(),
    });
  });
});

describe('deployment group', () => {
  test('goes back after a failure and after a stop', () => {
    const { template } = testService();

    template().allResourcesProperties(GROUP, {
      AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST'] },
    });
  });

  test('goes back on an alarm too, once it has one', () => {
    const { service, template } = testService();

    service.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));

    template().allResourcesProperties(GROUP, {
      AutoRollbackConfiguration: { Events: Match.arrayWith(['DEPLOYMENT_STOP_ON_ALARM']) },
      AlarmConfiguration: {
        Enabled: true,
        IgnorePollAlarmFailure: false,
        Alarms: [Match.anyValue(), Match.anyValue()],
      },
    });
  });

  test('shifts a canary and bakes for ten minutes, without approval, by default', () => {
    const { template } = testService();

    template().allResourcesProperties(GROUP, {
      DeploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
      BlueGreenDeploymentConfiguration: {
        DeploymentReadyOption: { ActionOnTimeout: 'CONTINUE_DEPLOYMENT', WaitTimeInMinutes: 0 },
        TerminateBlueInstancesOnDeploymentSuccess: { Action: 'TERMINATE', TerminationWaitTimeInMinutes: 10 },
      },
    });
  });

  test('waits for approval and bakes as long as it is told', () => {
    const { template } = testService({
      approval: Approval.required({ within: Duration.hours(1) }),
      bakeTime: Duration.minutes(30),
      shift: TrafficShift.allAtOnce(),
    });

    template().allResourcesProperties(GROUP, {
      DeploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
      BlueGreenDeploymentConfiguration: {
        DeploymentReadyOption: { ActionOnTimeout: 'STOP_DEPLOYMENT', WaitTimeInMinutes: 60 },
        TerminateBlueInstancesOnDeploymentSuccess: { TerminationWaitTimeInMinutes: 30 },
      },
    });
  });

  test('is made only when its role has its permissions, as CodeDeploy uses the role at once', () => {
    const { template } = testService();

    template().allResources(GROUP, {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('CodeDeployRoleDefaultPolicy')]),
    });
  });

  test('tells topics about releases', () => {
    const { stack, cluster, fargateTask, template } = testStack();
    const topic = new sns.Topic(stack, 'Releases');

    new BlueGreenEcsService(stack, 'Orders', {
      cluster,
      taskDefinition: fargateTask(),
      triggers: [{ topic, events: [ReleaseEvent.FAILURE, ReleaseEvent.STOP] }, { topic }],
    });

    template().allResourcesProperties(GROUP, {
      TriggerConfigurations: [
        { TriggerEvents: ['DeploymentFailure', 'DeploymentStop'], TriggerTargetArn: Match.anyValue() },
        { TriggerEvents: Match.arrayWith(['DeploymentStart', 'DeploymentRollback']) },
      ],
    });
  });

  test('may belong to an application that is there already', () => {
    const { stack, cluster, fargateTask, template } = testStack();
    const application = codedeploy.EcsApplication.fromEcsApplicationName(stack, 'App', 'shop');

    new BlueGreenEcsService(stack, 'Orders', {
      cluster,
      taskDefinition: fargateTask(),
      application,
      deploymentGroupName: 'orders',
    });

    template().resourceCountIs('AWS::CodeDeploy::Application', 0);
    template().allResourcesProperties(GROUP, { ApplicationName: 'shop', DeploymentGroupName: 'orders' });
  });
});

describe('rollback alarms of a service', () => {
  test('fail beyond ten, with the names of all', () => {
    const { stack, service } = testService();
    const alarm = (id: string) =>
      new cloudwatch.Alarm(stack, id, {
        metric: new cloudwatch.Metric({ namespace: 'Shop', metricName: id }),
        threshold: 1,
        evaluationPeriods: 1,
      });
    for (let n = 1; n <= 10; n += 1) service.rollbackOn(RollbackAlarm.fromAlarm(alarm(`Own${n}`)));

    expect(() => service.rollbackOn(RollbackAlarm.fromAlarm(alarm('Own11')))).toThrow(
      /'Test\/Orders' has 11 rollback alarms, but CodeDeploy watches 10: 'Test\/Own1', .*'Test\/Own11'; combine/,
    );
  });

  test('fail when a kind is there twice', () => {
    const { service } = testService();
    service.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));

    expect(() => service.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(9) }))).toThrow(
      "'Test/Orders' has a rollback alarm 'ErrorRateBlue' already",
    );
  });
});

test('two services of one stack get groups of different names', () => {
  const { stack, cluster, fargateTask, template } = testStack();
  const taskDefinition = fargateTask();

  new BlueGreenEcsService(stack, 'Orders', { cluster, taskDefinition });
  new BlueGreenEcsService(stack, 'Carts', { cluster, taskDefinition });

  const names = propertiesOf(template(), GROUP).map((group) => group.DeploymentGroupName);
  expect(new Set(names).size).toBe(2);
});

test('a hook that is used by no service fails the synth', () => {
  const { stack, template } = testService();

  new SmokeTest(stack, 'Forgotten', { steps: [HttpStep.get('/')] });

  expect(template).toThrow("hook 'Test/Forgotten' is used by no service; list it in 'hooks'");
});

function withCapacity(cluster: ecs.Cluster): ecs.ICluster {
  return ecs.Cluster.fromClusterAttributes(cluster.stack, 'WithCapacity', {
    clusterName: cluster.clusterName,
    vpc: cluster.vpc,
    securityGroups: [new ec2.SecurityGroup(cluster.stack, 'Instances', { vpc: cluster.vpc })],
    hasEc2Capacity: true,
  });
}
