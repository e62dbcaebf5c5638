import { App, Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  Approval,
  BlueGreenAutoScalingGroup,
  BlueGreenDns,
  BlueGreenEcsService,
  DnsTarget,
  type IReleased,
  ReleaseDashboard,
  ReleaseNotifications,
  RollbackAlarm,
  TrafficShift,
} from '../../../lib';

export type Kind = 'ecs' | 'asg' | 'dns';

/** Two steps of two minutes. */
const SHIFT = TrafficShift.linear({ stepPercent: 50, stepBakeTime: Duration.minutes(2) });
const BAKE = { shift: SHIFT, bakeTime: Duration.minutes(5) };

/** Synthesises a construct of a kind whose releases everybody is told of. */
export function synthesiseObserved(kind: Kind, outdir: string): void {
  const app = new App({ outdir });
  const stack = new Stack(app, 'Shop');
  const release = MAKE[kind](stack);
  const dashboard = new ReleaseDashboard(stack, 'Board', { releases: [release], dashboardName: 'Releases' });
  new ReleaseNotifications(stack, 'Tell', {
    release,
    topics: [new sns.Topic(stack, 'Mail', { topicName: 'mail' })],
    chatTopics: [new sns.Topic(stack, 'Chat', { topicName: 'chat' })],
    opsItemSeverity: 2,
    rollbackFunction: new lambda.Function(stack, 'Team', {
      functionName: 'team',
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => undefined;'),
    }),
    rollbackTargets: [new targets.SnsTopic(new sns.Topic(stack, 'Events', { topicName: 'events' }))],
    dashboard,
  });
  app.synth();
}

/** An alarm that only a test sets. */
function alarmOf(stack: Stack): RollbackAlarm {
  const metric = new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Errors', period: Duration.minutes(1) });
  return RollbackAlarm.fromAlarm(
    metric.createAlarm(stack, 'Errors', {
      alarmName: 'errors',
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.IGNORE,
    }),
  );
}

const MAKE: Record<Kind, (stack: Stack) => IReleased> = {
  ecs: (stack) => {
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
    const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task', { family: 'shop' });
    taskDefinition.addContainer('web', {
      image: ecs.ContainerImage.fromRegistry('shop'),
      portMappings: [{ containerPort: 8080 }],
    });
    const service = new BlueGreenEcsService(stack, 'Orders', {
      cluster: new ecs.Cluster(stack, 'Cluster', { vpc }),
      taskDefinition,
      approval: Approval.required({ within: Duration.minutes(30) }),
      ...BAKE,
    });
    service.rollbackOn(alarmOf(stack));
    return service;
  },
  asg: (stack) => {
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
    const group = new BlueGreenAutoScalingGroup(stack, 'Orders', {
      vpc,
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.SMALL),
      machineImage: ec2.MachineImage.genericLinux({ 'us-east-1': 'ami-12345678' }),
      minCapacity: 2,
      maxCapacity: 4,
      healthCheck: { path: '/health', interval: Duration.seconds(10), healthyThresholdCount: 2 },
      approval: Approval.required({ within: Duration.minutes(30) }),
      ...BAKE,
    });
    group.rollbackOn(alarmOf(stack));
    return group;
  },
  dns: (stack) => {
    const name = new BlueGreenDns(stack, 'Orders', {
      zone: new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'shop.example' }),
      blue: DnsTarget.values(['192.0.2.1'], { url: 'http://blue' }),
      green: DnsTarget.values(['192.0.2.2'], { url: 'http://green' }),
      ttl: Duration.seconds(30),
      ...BAKE,
    });
    name.rollbackOn(alarmOf(stack));
    return name;
  },
};
