import type { AutoScalingGroup, InstanceRefresh } from '@aws-sdk/client-auto-scaling';
import { VirtualClock } from '../../../../rehearsal/clock';
import { Cloud } from '../../../../rehearsal/cloud';
import type { CloudEvent } from '../../../../rehearsal/event-bus';
import { rootOf } from '../../../../rehearsal/principal';
import { AUTOSCALING_SWITCHES, AutoScaling } from '../../../../rehearsal/services/autoscaling/autoscaling';
import { CLOUDWATCH_SWITCHES, CloudWatch } from '../../../../rehearsal/services/cloudwatch/cloudwatch';
import { CODEDEPLOY_SWITCHES } from '../../../../rehearsal/services/codedeploy/codedeploy';
import { Ec2 } from '../../../../rehearsal/services/ec2/ec2';
import { ELBV2_SWITCHES, Elbv2 } from '../../../../rehearsal/services/elbv2/elbv2';
import { Switches } from '../../../../rehearsal/switches';
import { FakeInstances } from '../../../fixtures/fake-instances';

const SECOND = 1_000;

/** A group `web` behind a target group in virtual time, whose launch template has two versions. */
export class Setting {
  public readonly clock = new VirtualClock();
  public readonly cloud: Cloud;
  public readonly instances = new FakeInstances(this.clock);
  public readonly events: CloudEvent[] = [];
  public readonly ec2: Ec2;
  public readonly autoScaling: AutoScaling;
  private readonly elbv2: Elbv2;
  private readonly cloudWatch: CloudWatch;
  public template = '';
  public targetGroup = '';

  private constructor(switches: Record<string, string>) {
    const known = [...AUTOSCALING_SWITCHES, ...CODEDEPLOY_SWITCHES, ...ELBV2_SWITCHES, ...CLOUDWATCH_SWITCHES];
    const cloud = new Cloud({ clock: this.clock, switches: new Switches(known, switches) });
    this.cloud = cloud;
    this.elbv2 = cloud.add(new Elbv2(cloud, this.instances, (id) => this.ec2.addressOf(id)));
    this.cloudWatch = cloud.add(new CloudWatch(cloud));
    this.ec2 = cloud.add(new Ec2(cloud, () => [], this.instances));
    this.autoScaling = cloud.add(new AutoScaling(cloud, this.ec2));
    cloud.events.subscribe((event) => this.events.push(event));
  }

  public static async create(switches: Record<string, string> = {}): Promise<Setting> {
    const setting = new Setting(switches);
    await setting.setUp();
    return setting;
  }

  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  public call(prefix: string, operation: string, input: object = {}): Promise<any> {
    return this.cloud.call(prefix, operation, input, rootOf(this.cloud.account));
  }

  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  public scaling(operation: string, input: object = {}): Promise<any> {
    return this.call('autoscaling', operation, { AutoScalingGroupName: 'web', ...input });
  }

  /** A group of two to four instances with the load balancer's health checks, in service unless `waits` is false. */
  public async createGroup(change: object = {}, waits = true): Promise<void> {
    await this.scaling('CreateAutoScalingGroup', {
      MinSize: 1,
      MaxSize: 4,
      DesiredCapacity: 2,
      LaunchTemplate: { LaunchTemplateId: this.template, Version: '1' },
      VPCZoneIdentifier: 'subnet-1,subnet-2',
      TargetGroupARNs: [this.targetGroup],
      HealthCheckType: 'ELB',
      HealthCheckGracePeriod: 120,
      ...change,
    });
    if (waits) await this.wait(300);
  }

  public wait(seconds: number): Promise<void> {
    return this.clock.advance(seconds * SECOND);
  }

  public async group(): Promise<AutoScalingGroup> {
    return (await this.scaling('DescribeAutoScalingGroups', { AutoScalingGroupNames: ['web'] })).AutoScalingGroups[0];
  }

  /** The instances as `<id> <lifecycle state> <version>`. */
  public async members(): Promise<{ id: string; state: string; version: string; health: string }[]> {
    const { Instances = [] } = await this.group();
    return Instances.map(({ InstanceId, LifecycleState, LaunchTemplate, HealthStatus }) => ({
      id: InstanceId ?? '',
      state: LifecycleState ?? '',
      version: LaunchTemplate?.Version ?? '',
      health: HealthStatus ?? '',
    }));
  }

  public async states(): Promise<string[]> {
    return (await this.members()).map(({ state }) => state);
  }

  /** The states of the targets by instance id. */
  public async targets(): Promise<Map<string, string>> {
    const input = { TargetGroupArn: this.targetGroup };
    const { TargetHealthDescriptions } = await this.call('elasticloadbalancing', 'DescribeTargetHealth', input);
    return new Map(
      TargetHealthDescriptions.map((one: { Target: { Id: string }; TargetHealth: { State: string } }) => [
        one.Target.Id,
        one.TargetHealth.State,
      ]),
    );
  }

  public async refresh(): Promise<InstanceRefresh> {
    return (await this.scaling('DescribeInstanceRefreshes')).InstanceRefreshes[0];
  }

  /** Lets time pass until the refresh is over; answers it and the least number of healthy targets meanwhile. */
  public async finishRefresh(): Promise<{ refresh: InstanceRefresh; leastHealthy: number; mostMembers: number }> {
    let [leastHealthy, mostMembers] = [Number.POSITIVE_INFINITY, 0];
    for (let second = 0; second < 20_000; second += 5) {
      const refresh = await this.refresh();
      if (/Successful|Failed|Cancelled/.test(refresh.Status ?? '')) return { refresh, leastHealthy, mostMembers };
      const healthy = [...(await this.targets()).values()].filter((one) => one === 'healthy').length;
      leastHealthy = Math.min(leastHealthy, healthy);
      mostMembers = Math.max(
        mostMembers,
        (await this.states()).filter((one) => one === 'InService' || one === 'Pending').length,
      );
      await this.wait(5);
    }
    throw new Error(`the refresh does not end: ${JSON.stringify(await this.refresh())}`);
  }

  public async stop(): Promise<void> {
    this.autoScaling.stop();
    await this.ec2.stop();
    this.elbv2.stop();
    this.cloudWatch.stop();
  }

  private async setUp(): Promise<void> {
    const UserData = Buffer.from('#!/bin/sh').toString('base64');
    const { LaunchTemplate } = await this.call('ec2', 'CreateLaunchTemplate', {
      LaunchTemplateName: 'web',
      LaunchTemplateData: { ImageId: 'ami-1', InstanceType: 't4g.small', UserData },
    });
    this.template = LaunchTemplate.LaunchTemplateId;
    await this.newVersion('ami-2');
    const { LoadBalancers } = await this.call('elasticloadbalancing', 'CreateLoadBalancer', {
      Name: 'web',
      Subnets: ['subnet-1', 'subnet-2'],
    });
    const { TargetGroups } = await this.call('elasticloadbalancing', 'CreateTargetGroup', {
      ...{ Name: 'web', Protocol: 'HTTP', Port: 8080, VpcId: 'vpc-1', TargetType: 'instance' },
      ...{ HealthCheckIntervalSeconds: 10, HealthCheckTimeoutSeconds: 5, UnhealthyThresholdCount: 2 },
    });
    this.targetGroup = TargetGroups[0].TargetGroupArn;
    await this.call('elasticloadbalancing', 'ModifyTargetGroupAttributes', {
      TargetGroupArn: this.targetGroup,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
    });
    await this.call('elasticloadbalancing', 'CreateListener', {
      ...{ LoadBalancerArn: LoadBalancers[0].LoadBalancerArn, Protocol: 'HTTP', Port: 80 },
      DefaultActions: [{ Type: 'forward', TargetGroupArn: this.targetGroup }],
    });
  }

  public async newVersion(ImageId: string): Promise<string> {
    const { LaunchTemplateVersion } = await this.call('ec2', 'CreateLaunchTemplateVersion', {
      LaunchTemplateId: this.template,
      SourceVersion: '$Latest',
      LaunchTemplateData: { ImageId },
    });
    return String(LaunchTemplateVersion.VersionNumber);
  }
}
