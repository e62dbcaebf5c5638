// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these placeholders are the smoke test's own variables
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import {
  Approval,
  BlueGreenEcsService,
  Capture,
  Expect,
  HttpStep,
  Layer,
  Percent,
  PreWarm,
  RollbackAlarm,
  SmokeTest,
  SmokeTestSecret,
  TrafficShift,
} from '../lib';
import { acceptFindings } from './example/accepted-findings';

/** A shop's order service, released blue-green: the code of the README. */
export class ExampleStack extends Stack {
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
    });

    const service = new BlueGreenEcsService(this, 'Orders', {
      cluster,
      taskDefinition,
      desiredCount: 4,
      internetFacing: true,
      healthCheck: { path: '/health' },
      shift: TrafficShift.canary({ stepPercent: 10, stepBakeTime: Duration.minutes(5) }),
      bakeTime: Duration.minutes(10),
      approval: Approval.required({ within: Duration.hours(1) }),
      hooks: [
        new SmokeTest(this, 'Smoke', {
          secrets: { password: SmokeTestSecret.fromSecretsManager(new secretsmanager.Secret(this, 'TestUser')) },
          steps: [
            HttpStep.get('/health'),
            HttpStep.get('/api/products', {
              layer: Layer.DEEP,
              expect: [Expect.json('products[0].id'), Expect.latency(Duration.seconds(2))],
            }),
            HttpStep.post('/api/login', {
              layer: Layer.TRANSACTION,
              json: { user: 'smoke-test', password: '${password}' },
              captures: [Capture.json('token', 'token')],
            }),
            HttpStep.post('/api/orders', {
              layer: Layer.TRANSACTION,
              headers: { authorization: 'Bearer ${token}' },
              json: { product: 'tea', quantity: 3 },
              expect: [Expect.status('201')],
              captures: [Capture.json('order', 'id')],
            }),
            HttpStep.get('/api/orders/${order}', {
              layer: Layer.TRANSACTION,
              headers: { authorization: 'Bearer ${token}' },
              expect: [Expect.jsonEquals('total', 12)],
            }),
          ],
        }),
        new PreWarm(this, 'Warm', { paths: ['/api/products'], requests: 100 }),
      ],
    });
    service.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));
    service.rollbackOn(RollbackAlarm.latency({ percentile: 99, threshold: Duration.seconds(1) }));
    service.rollbackOn(RollbackAlarm.loadBalancerErrors({ threshold: 5 }));

    acceptFindings(this);
    new CfnOutput(this, 'ProductionUrl', { value: service.productionUrl });
    new CfnOutput(this, 'TestUrl', { value: service.testUrl ?? 'none' });
  }
}

const app = new App();
new ExampleStack(app, 'Example');
app.synth();
