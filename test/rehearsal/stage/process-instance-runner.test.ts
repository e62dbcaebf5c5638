import path from 'node:path';
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  SetDesiredCapacityCommand,
  StartInstanceRefreshCommand,
  SuspendProcessesCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
  GetDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import { CreateLaunchTemplateCommand, CreateLaunchTemplateVersionCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { rootOf } from '../../../rehearsal/principal';
import { Network } from '../../../rehearsal/stage/network';
import { ProcessInstanceRunner } from '../../../rehearsal/stage/process-instance-runner';
import { openWorld, type World } from '../../../rehearsal/world';
import { processesWith } from '../../fixtures/processes';

const PROGRAM = path.join(__dirname, '..', '..', 'fixtures', 'version-server.mjs');

let world: World;
beforeAll(async () => {
  world = await openWorld({
    speed: 200,
    endpointPort: 0,
    programOf: () => {
      throw new Error('there are no tasks here');
    },
    instanceProgramOf: ({ version, imageId, revision }) => ({
      name: imageId,
      command: `${process.execPath} ${PROGRAM}`,
      environment: { VERSION: revision ?? String(version) },
      fault: {},
      healthPath: '/',
      isFaultOn: () => false,
    }),
    onError: (error) => {
      throw error;
    },
  });
});
afterAll(() => world.close());

test('a group of processes behind a load balancer scales, is refreshed and replaced without a lost request', async () => {
  const settings = {
    endpoint: world.endpoint.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const roleArn = await createRole();
  const elb = new ElasticLoadBalancingV2Client(settings);
  const ec2 = new EC2Client(settings);
  const scaling = new AutoScalingClient(settings);
  const { LoadBalancers } = await elb.send(new CreateLoadBalancerCommand({ Name: 'web', Subnets: ['a', 'b'] }));
  const { TargetGroups } = await elb.send(
    new CreateTargetGroupCommand({
      ...{ Name: 'web', Protocol: 'HTTP', Port: 8080, VpcId: 'vpc-1', TargetType: 'instance' },
      ...{ HealthCheckIntervalSeconds: 10, HealthCheckTimeoutSeconds: 5, HealthyThresholdCount: 2 },
    }),
  );
  const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn;
  const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }];
  await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
  const { Listeners } = await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }),
  );
  const { LaunchTemplate } = await ec2.send(
    new CreateLaunchTemplateCommand({ LaunchTemplateName: 'web', LaunchTemplateData: { ImageId: 'ami-1' } }),
  );
  const LaunchTemplateId = LaunchTemplate?.LaunchTemplateId;
  const group = { AutoScalingGroupName: 'web' };
  await scaling.send(
    new CreateAutoScalingGroupCommand({
      ...{ ...group, MinSize: 1, MaxSize: 4, DesiredCapacity: 2, VPCZoneIdentifier: 'subnet-1,subnet-2' },
      ...{ LaunchTemplate: { LaunchTemplateId, Version: '$Latest' }, TargetGroupARNs: [TargetGroupArn ?? ''] },
      ...{ HealthCheckType: 'ELB', HealthCheckGracePeriod: 120 },
    }),
  );
  const healthy = async (count: number) => {
    const { TargetHealthDescriptions = [] } = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
    return TargetHealthDescriptions.filter((one) => one.TargetHealth?.State === 'healthy').length === count;
  };
  await until(() => healthy(2));

  const url = `http://127.0.0.1:${await world.loadBalancing.portOf(Listeners?.[0]?.ListenerArn ?? '')}/`;
  const answers: string[] = [];
  const load = { isOn: true };
  const sending = (async () => {
    while (load.isOn) answers.push(await ask(url));
  })();

  await scaling.send(new SetDesiredCapacityCommand({ ...group, DesiredCapacity: 3 }));
  await until(() => healthy(3));
  await scaling.send(new SetDesiredCapacityCommand({ ...group, DesiredCapacity: 2 }));
  await until(() => healthy(2));
  const LaunchTemplateData = { ImageId: 'ami-2' };
  await ec2.send(new CreateLaunchTemplateVersionCommand({ LaunchTemplateId, LaunchTemplateData }));
  const Preferences = { MinHealthyPercentage: 50, InstanceWarmup: 0 };
  await scaling.send(new StartInstanceRefreshCommand({ ...group, Preferences }));
  await until(async () => {
    const { AutoScalingGroups } = await scaling.send(new DescribeAutoScalingGroupsCommand({}));
    const versions = AutoScalingGroups?.[0]?.Instances?.map((one) => one.LaunchTemplate?.Version) ?? [];
    return versions.join() === '2,2' && (await healthy(2));
  });
  load.isOn = false;
  await sending;

  expect(new Set(answers)).toEqual(new Set(['1', '2']));
  expect(answers.at(-1)).toBe('2');
  expect(processesWith(PROGRAM)).toHaveLength(2);

  const [victim, survivor] = world.instances.all.map((one) => one.instanceId);
  expect(world.instances.crash((one) => one.instanceId === victim)).toBe(1);
  const inService = async () => {
    const { AutoScalingGroups } = await scaling.send(new DescribeAutoScalingGroupsCommand({}));
    const instances = AutoScalingGroups?.[0]?.Instances ?? [];
    return instances.filter((one) => one.LifecycleState === 'InService').map((one) => one.InstanceId);
  };
  await until(async () => {
    const serving = await inService();
    return serving.length === 2 && !serving.includes(victim) && (await healthy(2));
  });
  expect(await inService()).toContain(survivor);

  // in place means that a program is away for a while: the group would replace its instance, as AWS would
  await scaling.send(new SuspendProcessesCommand({ ...group, ScalingProcesses: ['ReplaceUnhealthy'] }));
  const codeDeploy = new CodeDeployClient(settings);
  const names = { applicationName: 'shop', deploymentGroupName: 'blue' };
  await codeDeploy.send(new CreateApplicationCommand({ applicationName: 'shop', computePlatform: 'Server' }));
  await codeDeploy.send(
    new CreateDeploymentGroupCommand({ ...names, serviceRoleArn: roleArn, autoScalingGroups: ['web'] }),
  );
  const revision = { revisionType: 'S3' as const, s3Location: { bucket: 'code', key: 'v3.zip' } };
  const { deploymentId } = await codeDeploy.send(new CreateDeploymentCommand({ ...names, revision }));
  await until(async () => {
    const { deploymentInfo } = await codeDeploy.send(new GetDeploymentCommand({ deploymentId }));
    return deploymentInfo?.status === 'Succeeded';
  });
  await until(() => healthy(2));
  expect(new Set([await ask(url), await ask(url), await ask(url)])).toEqual(new Set(['s3://code/v3.zip']));

  await world.close();
  expect(processesWith(PROGRAM)).toEqual([]);
});

/** The role by which CodeDeploy works with Auto Scaling. */
async function createRole(): Promise<string> {
  const call = (operation: string, input: object) =>
    world.aws.cloud.call('iam', operation, input, rootOf(world.aws.cloud.account));
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  await call('CreateRole', { RoleName: 'deploy', AssumeRolePolicyDocument });
  const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSCodeDeployRole';
  await call('AttachRolePolicy', { RoleName: 'deploy', PolicyArn });
  return `arn:aws:iam::${world.aws.cloud.account}:role/deploy`;
}

/** The body; for an answer that is not 200, the status. */
async function ask(url: string): Promise<string> {
  const response = await fetch(url);
  const body = await response.text();
  return response.ok ? body : `${response.status}`;
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 50));
}

test('what an instance writes to its standard output is told', async () => {
  const command = `${process.execPath} -e "console.log('told'); require('node:http').createServer().listen(process.env.PORT)"`;
  const program = { name: 'live', command, environment: {}, fault: {}, healthPath: '/', isFaultOn: () => false };
  const instance = {
    instanceId: 'i-1',
    launchTemplateId: 'lt-1',
    launchTemplateName: 'shop',
    version: 1,
    imageId: 'ami-1',
    userData: '',
    environment: {},
    privateAddress: '10.0.0.1',
  };
  let close: Promise<void> | undefined;
  const line = await new Promise<string>((resolve, reject) => {
    const runner = new ProcessInstanceRunner(
      new Network(),
      () => program,
      reject,
      (text) => {
        close = runner.close();
        resolve(text);
      },
    );
    runner.start(instance);
  });
  await close;

  expect(line).toBe('told');
});
