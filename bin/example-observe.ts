import { App, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import {
  BlueGreenEcsService,
  Expect,
  HttpStep,
  Layer,
  Percent,
  ReleaseDashboard,
  ReleaseNotifications,
  ReleasePhase,
  RollbackAlarm,
  SmokeTest,
  TrafficShift,
} from '../lib';
import { acceptFindings } from './example/accepted-findings';

/** The shop's order service, with everything that tells people how its releases go. */
export class ObserveExampleStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const orders = this.defineOrders();

    const dashboard = new ReleaseDashboard(this, 'Releases', { releases: [orders] });
    new ReleaseNotifications(this, 'Team', {
      release: orders,
      emails: ['orders-team@shop.example'],
      chatTopics: [new sns.Topic(this, 'Chat', { enforceSSL: true })],
      opsItemSeverity: 2,
      rollbackFunction: this.defineTeamFunction(),
      dashboard,
    });
    new ReleaseNotifications(this, 'Management', {
      release: orders,
      emails: ['head-of-shop@shop.example'],
      phases: [ReleasePhase.SUCCEEDED, ReleasePhase.ROLLED_BACK],
      dashboard,
    });
    acceptFindings(this);
  }

  /** Stands for a function that saves what the candidate has logged. */
  private defineTeamFunction(): lambda.IFunction {
    const logGroup = new logs.LogGroup(this, 'KeepEvidenceLog');
    const role = new iam.Role(this, 'KeepEvidenceRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(role);
    return new lambda.Function(this, 'KeepEvidence', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async ({ release, reason }) => console.log(release, reason);'),
      logGroup,
      role,
    });
  }

  private defineOrders(): BlueGreenEcsService {
    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
    const taskDefinition = new ecs.FargateTaskDefinition(this, 'Task', { family: 'orders' });
    taskDefinition.addContainer('web', {
      // Stands for the shop's own image. A rehearsal runs bin/example/server.ts in its place.
      image: ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/node:24-alpine'),
      portMappings: [{ containerPort: 8080 }],
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'orders' }),
    });
    const orders = new BlueGreenEcsService(this, 'Orders', {
      cluster: new ecs.Cluster(this, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED }),
      taskDefinition,
      desiredCount: 3,
      internetFacing: true,
      healthCheck: { path: '/health' },
      shift: TrafficShift.canary({ stepPercent: 10, stepBakeTime: Duration.minutes(5) }),
      bakeTime: Duration.minutes(10),
      hooks: [
        new SmokeTest(this, 'Smoke', {
          steps: [HttpStep.get('/api/products', { layer: Layer.DEEP, expect: [Expect.json('products[0].id')] })],
        }),
      ],
    });
    orders.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));
    orders.rollbackOn(RollbackAlarm.latency({ percentile: 99, threshold: Duration.seconds(1) }));
    return orders;
  }
}

const app = new App();
new ObserveExampleStack(app, 'Shop');
app.synth();
