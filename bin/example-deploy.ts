import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import {
  BlueGreenEcsService,
  HttpStep,
  Percent,
  ReleaseOnDeploy,
  RollbackAlarm,
  SmokeTest,
  TrafficShift,
} from '../lib';
import { acceptFindings } from './example/accepted-findings';

/** A shop's order service whose `cdk deploy` is its release: the deploy fails when the release goes back. */
export class DeployExampleStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
    const cluster = new ecs.Cluster(this, 'Cluster', {
      vpc,
      containerInsightsV2: ecs.ContainerInsights.ENABLED,
    });
    const taskDefinition = new ecs.FargateTaskDefinition(this, 'Task', { family: 'orders' });
    taskDefinition.addContainer('web', {
      // Stands for the shop's own image. A rehearsal runs bin/example/server.ts in its place.
      image: ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/node:24-alpine'),
      portMappings: [{ containerPort: 8080 }],
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'orders' }),
      // What `cdk deploy -c version=2` changes.
      environment: { VERSION: String(this.node.tryGetContext('version') ?? '1') },
    });

    const service = new BlueGreenEcsService(this, 'Orders', {
      cluster,
      taskDefinition,
      healthCheck: { path: '/health' },
      shift: TrafficShift.canary({ stepPercent: 10, stepBakeTime: Duration.minutes(5) }),
      bakeTime: Duration.minutes(10),
      hooks: [new SmokeTest(this, 'Smoke', { steps: [HttpStep.get('/health')] })],
      releaseOnDeploy: ReleaseOnDeploy.untilShifted(),
    });
    service.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));
    service.rollbackOn(RollbackAlarm.latency({ percentile: 99, threshold: Duration.seconds(1) }));

    acceptFindings(this);
    new CfnOutput(this, 'ProductionUrl', { value: service.productionUrl });
    new CfnOutput(this, 'TestUrl', { value: service.testUrl ?? 'none' });
  }
}

const app = new App();
new DeployExampleStack(app, 'Deploy');
app.synth();
