import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import {
  Approval,
  BlueGreenAutoScalingGroup,
  Expect,
  HttpStep,
  Layer,
  Percent,
  PreviousColour,
  RollbackAlarm,
  SmokeTest,
  TrafficShift,
} from '../lib';
import { acceptFindings } from './example/accepted-findings';

/** The shop's order service on EC2 instances: two Auto Scaling groups, released by the state machine. */
export class AsgExampleStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
    const userData = ec2.UserData.forLinux();
    // Stands for the shop's own start-up. A rehearsal runs bin/example/server.ts in its place.
    userData.addCommands('dnf install -y nodejs', 'node /opt/shop/server.js');

    const service = new BlueGreenAutoScalingGroup(this, 'Orders', {
      vpc,
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.SMALL),
      machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
      blockDevices: [{ deviceName: '/dev/xvda', volume: ec2.BlockDeviceVolume.ebs(8, { encrypted: true }) }],
      userData,
      port: 8080,
      minCapacity: 4,
      maxCapacity: 12,
      previewCapacity: 2,
      internetFacing: true,
      healthCheck: { path: '/health' },
      shift: TrafficShift.steps([
        { percent: 5, bakeTime: Duration.minutes(5) },
        { percent: 25, bakeTime: Duration.minutes(5) },
        { percent: 50, bakeTime: Duration.minutes(5) },
        { percent: 100 },
      ]),
      bakeTime: Duration.minutes(10),
      previousColour: PreviousColour.scaledToZero(),
      approval: Approval.required({ within: Duration.hours(1) }),
      approvalTopic: new sns.Topic(this, 'Approvals', { enforceSSL: true }),
      hooks: [
        new SmokeTest(this, 'Smoke', {
          steps: [
            HttpStep.get('/health'),
            HttpStep.get('/api/products', {
              layer: Layer.DEEP,
              expect: [Expect.json('products[0].id'), Expect.latency(Duration.seconds(2))],
            }),
            // Warms the previewed instances, too: they take turns. Those that come for production later are cold; who minds previews all.
            // `PreWarm` would be a function more, and waits until the p95 is steady.
            HttpStep.get('/api/products', {
              layer: Layer.PERFORMANCE,
              repeat: 100,
              concurrency: 5,
              expect: [Expect.p95(Duration.seconds(1))],
            }),
          ],
        }),
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
new AsgExampleStack(app, 'ExampleAsg');
app.synth();
