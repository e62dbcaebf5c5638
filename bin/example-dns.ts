import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { BlueGreenDns, DnsTarget, Expect, HttpStep, Layer, RollbackAlarm, SmokeTest, TrafficShift } from '../lib';
import { acceptFindings } from './example/accepted-findings';

/** The shop's name in front of two whole installations, each with a load balancer of its own. They may as well be in two regions. */
export class DnsExampleStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
    const zone = new route53.PublicHostedZone(this, 'Zone', { zoneName: 'shop.example' });
    const blue = this.defineInstallation('Blue', vpc);
    const green = this.defineInstallation('Green', vpc);

    const name = new BlueGreenDns(this, 'Shop', {
      zone,
      recordName: 'www',
      blue: DnsTarget.loadBalancer(blue, { url: `http://${blue.loadBalancerDnsName}`, healthPath: '/health' }),
      green: DnsTarget.loadBalancer(green, { url: `http://${green.loadBalancerDnsName}`, healthPath: '/health' }),
      shift: TrafficShift.linear({ stepPercent: 20, stepBakeTime: Duration.minutes(5) }),
      bakeTime: Duration.minutes(10),
      hooks: [
        new SmokeTest(this, 'Smoke', {
          steps: [HttpStep.get('/api/products', { layer: Layer.DEEP, expect: [Expect.json('products[0].id')] })],
        }),
      ],
    });
    for (const [colour, loadBalancer] of Object.entries({ blue, green })) {
      name.rollbackOn(RollbackAlarm.fromAlarm(this.defineAlarm(colour, loadBalancer)));
    }

    acceptFindings(this);
    new CfnOutput(this, 'Name', { value: name.recordName });
  }

  /** Stands for a whole installation of the shop. A rehearsal runs bin/example/server.ts on its instances. */
  private defineInstallation(id: string, vpc: ec2.IVpc): elbv2.ApplicationLoadBalancer {
    const loadBalancer = new elbv2.ApplicationLoadBalancer(this, `${id}LoadBalancer`, { vpc, internetFacing: true });
    const group = new autoscaling.AutoScalingGroup(this, `${id}Instances`, {
      vpc,
      launchTemplate: new ec2.LaunchTemplate(this, `${id}LaunchTemplate`, {
        instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.SMALL),
        machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
        securityGroup: new ec2.SecurityGroup(this, `${id}SecurityGroup`, { vpc }),
        blockDevices: [{ deviceName: '/dev/xvda', volume: ec2.BlockDeviceVolume.ebs(8, { encrypted: true }) }],
        userData: ec2.UserData.forLinux(),
      }),
      minCapacity: 2,
      maxCapacity: 4,
    });
    loadBalancer.addListener(`${id}Listener`, { port: 80 }).addTargets(`${id}Targets`, {
      port: 8080,
      protocol: elbv2.ApplicationProtocol.HTTP,
      targets: [group],
      healthCheck: { path: '/health' },
    });
    return loadBalancer;
  }

  /** By share and not by count: five failures are a bad release at night, and none at noon. */
  private defineAlarm(colour: string, { metrics }: elbv2.ApplicationLoadBalancer): cloudwatch.IAlarm {
    const errorRate = new cloudwatch.MathExpression({
      expression: '100 * FILL(errors, 0) / requests',
      period: Duration.minutes(1),
      usingMetrics: {
        errors: metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT, { statistic: 'Sum' }),
        requests: metrics.requestCount({ statistic: 'Sum' }),
      },
    });
    return errorRate.createAlarm(this, `${colour}-errors`, {
      threshold: 5,
      evaluationPeriods: 2,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }
}

const app = new App();
new DnsExampleStack(app, 'ExampleDns');
app.synth();
