import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import {
  Analysis,
  AnalysisRule,
  BlueGreenEcsService,
  HttpStep,
  Measure,
  Percent,
  RollbackAlarm,
  SmokeTest,
  TrafficShift,
} from '../lib';
import { acceptFindings } from './example/accepted-findings';

/** A shop whose candidate is compared with live: what an alarm with a fixed threshold does not see is seen. */
export class AnalysisExampleStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
    const taskDefinition = new ecs.FargateTaskDefinition(this, 'Task', { family: 'analysed-orders' });
    taskDefinition.addContainer('web', {
      // Stands for the shop's own image. A rehearsal runs bin/example/server.ts in its place.
      image: ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/node:24-alpine'),
      portMappings: [{ containerPort: 8080 }],
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'orders' }),
    });

    const p99 = Measure.latency(99, { muted: true });
    const service = new BlueGreenEcsService(this, 'Orders', {
      cluster: new ecs.Cluster(this, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED }),
      taskDefinition,
      desiredCount: 4,
      internetFacing: true,
      healthCheck: { path: '/health' },
      shift: TrafficShift.canary({ stepPercent: 25, stepBakeTime: Duration.minutes(15) }),
      bakeTime: Duration.minutes(15),
      hooks: [new SmokeTest(this, 'Smoke', { steps: [HttpStep.get('/health', { probe: true })] })],
      analysis: Analysis.ofTargets({
        slowerThan: Duration.millis(500),
        measures: [p99],
        rules: [AnalysisRule.candidate(p99, { atMost: 2, failureLimit: 3 })],
      }),
    });
    service.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));

    acceptFindings(this);
    new CfnOutput(this, 'ProductionUrl', { value: service.productionUrl });
  }
}

const app = new App();
new AnalysisExampleStack(app, 'ExampleAnalysis');
app.synth();
