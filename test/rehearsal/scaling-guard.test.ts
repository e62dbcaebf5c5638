import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { BlueGreenEcsService, TrafficShift } from '../../lib';
import { ScalingWorld } from '../fixtures/scaling-world';

let assembly: string;
let world: ScalingWorld;

beforeAll(() => {
  assembly = mkdtempSync(path.join(tmpdir(), 'scaling-'));
  const app = new App({ outdir: assembly });
  const stack = new Stack(app, 'Shop');
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task', { family: 'orders' });
  taskDefinition.addContainer('web', {
    image: ecs.ContainerImage.fromRegistry('example/orders:1'),
    portMappings: [{ containerPort: 8080 }],
  });
  const service = new BlueGreenEcsService(stack, 'Orders', {
    cluster,
    taskDefinition,
    desiredCount: 4,
    shift: TrafficShift.canary({ stepPercent: 10, stepBakeTime: Duration.minutes(5) }),
    bakeTime: Duration.minutes(40),
  });
  service.autoScaleTaskCount({ minCapacity: 2, maxCapacity: 12 }).scaleOnCpuUtilization('Cpu', {
    targetUtilizationPercent: 60,
    scaleInCooldown: Duration.minutes(1),
    scaleOutCooldown: Duration.minutes(1),
  });
  app.synth();
});

afterAll(() => rmSync(assembly, { recursive: true }));

beforeEach(async () => {
  world = await ScalingWorld.create(assembly);
});

afterEach(() => world.close());

test('a release suspends scaling in and nothing else, and it comes back when the release ends', async () => {
  const deploymentId = await world.release();
  world.cpu = 20;
  await world.minutes(25);
  expect(await world.scaleInIsSuspended()).toBe(true);
  expect(await world.desiredCount()).toBe(4);

  world.cpu = 90;
  await world.minutes(6);
  const grown = await world.desiredCount();
  expect(grown).toBeGreaterThanOrEqual(6);

  world.cpu = 20;
  const { status, completeTime } = await world.end(deploymentId);
  expect(status).toBe('Succeeded');
  expect(await world.desiredCount()).toBeGreaterThanOrEqual(grown);
  await world.minutes(1);
  expect(await world.scaleInIsSuspended()).toBe(false);
  await world.minutes(20);
  expect(await world.desiredCount()).toBe(2);

  const scaledIn = world.aws.applicationAutoScaling.book.activities.filter(({ Cause }) => Cause?.includes('AlarmLow'));
  expect(scaledIn.every(({ StartTime = 0 }) => StartTime > (completeTime ?? Infinity))).toBe(true);
  expect(world.refused).toEqual([]);
});

test('scaling in comes back although the guard died at the end of the release, and at every retry', async () => {
  const deploymentId = await world.release();
  await world.minutes(5);
  expect(await world.scaleInIsSuspended()).toBe(true);

  world.guardCrashes = true;
  await world.end(deploymentId);
  await world.minutes(8);
  expect(world.guard.crashed).toBeGreaterThan(3);
  expect(await world.scaleInIsSuspended()).toBe(true);

  world.guardCrashes = false;
  await world.minutes(6);
  expect(await world.scaleInIsSuspended()).toBe(false);
});

test('a guard that missed the start of a release suspends scaling in when it looks next', async () => {
  world.guardCrashes = true;
  await world.release();
  await world.minutes(4);
  expect(await world.scaleInIsSuspended()).toBe(false);

  world.guardCrashes = false;
  await world.minutes(6);
  expect(await world.scaleInIsSuspended()).toBe(true);
});

test('what somebody suspended by hand is left as it is', async () => {
  const { ScalableTargets } = await world.call('application-autoscaling', 'DescribeScalableTargets', {
    ServiceNamespace: 'ecs',
  });
  const { ServiceNamespace, ResourceId, ScalableDimension } = ScalableTargets[0];
  const SuspendedState = { DynamicScalingInSuspended: true, DynamicScalingOutSuspended: true };
  const byHand = { ServiceNamespace, ResourceId, ScalableDimension, SuspendedState };
  await world.call('application-autoscaling', 'RegisterScalableTarget', byHand);

  await world.end(await world.release());
  await world.minutes(10);

  const after = await world.call('application-autoscaling', 'DescribeScalableTargets', { ServiceNamespace: 'ecs' });
  expect(after.ScalableTargets[0].SuspendedState).toMatchObject(SuspendedState);
});
