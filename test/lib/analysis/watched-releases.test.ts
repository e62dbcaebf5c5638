import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Analysis, BlueGreenEcsService, TrafficShift } from '../../../lib';
import { AwsError } from '../../../rehearsal/aws-error';
import { WatchedService } from '../../fixtures/watched-service';

let folder: string;
let world: WatchedService;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'watched-'));
  const app = new App({ outdir: folder });
  const stack = new Stack(app, 'Shop');
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task', { family: 'shop' });
  taskDefinition.addContainer('web', {
    image: ecs.ContainerImage.fromRegistry('shop'),
    portMappings: [{ containerPort: 8080 }],
  });
  new BlueGreenEcsService(stack, 'Orders', {
    cluster: new ecs.Cluster(stack, 'Cluster', { vpc }),
    taskDefinition,
    shift: TrafficShift.canary({ stepPercent: 10, stepBakeTime: Duration.minutes(12) }),
    bakeTime: Duration.minutes(3),
    analysis: Analysis.ofTargets({ blindTimeout: Duration.minutes(5), lookEvery: Duration.minutes(1) }),
  });
  app.synth();
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  world = await WatchedService.create(folder);
});
afterEach(() => world.stop());

const minutesOf = (ms: number) => ms / 60_000;

describe('a release by CodeDeploy that is analysed', () => {
  test('passes when the candidate is as good as live, and leaves its looks', async () => {
    const id = await world.release();

    expect(await world.finish(id)).toBe('Succeeded');
    expect(await world.record(id)).toMatchObject({
      outcome: 'succeeded',
      phase: 'succeeded',
      live: 'blue',
      idle: 'green',
    });
    const looks = await world.looks(id);
    expect(looks.some(({ weight, verdict }) => weight === 10 && verdict === 'pass')).toBe(true);
    expect(looks.at(-1)).toMatchObject({ weight: 100, verdict: 'pass' });
    expect(looks.every(({ verdict }) => verdict !== 'fail')).toBe(true);
    expect(world.watchers.map(({ status }) => status)).toEqual(['SUCCEEDED']);
    expect(world.refused).toEqual([]);
    const phases = world.events.filter(({ source }) => source === 'cdk-blue-green').map(({ detail }) => detail.phase);
    expect(phases).toEqual(['preparing', 'shifting', 'baking', 'succeeded']);
  });

  test('goes back when the candidate fails five times as often, and says why', async () => {
    world.users.requestsPerSecond = 300;
    world.users.behaviour.green = { errors: 0.005 };
    const from = world.clock.now();
    const id = await world.release();
    await world.until(() => world.weights().green > 0);
    const shifted = world.clock.now();
    await world.until(() => world.weights().green === 0);

    // No alarm at 1 % would have seen it.
    expect(minutesOf(world.clock.now() - shifted)).toBeLessThan(12);
    expect(world.users.failed.green).toBeLessThan(100);
    expect(await world.finish(id)).toBe('Stopped');
    const record = await world.record(id);
    expect(record).toMatchObject({ outcome: 'rolled-back', rolledBackBy: 'the analysis' });
    expect(record.reason).toMatch(
      /^candidate failed \d+ of [\d,]+ requests, live \d+ of [\d,]+: .* as often; certain to 1 in/,
    );
    expect(Date.parse(record.backAt ?? '') - Date.parse(record.decidedAt ?? '')).toBeLessThan(60_000);
    expect(Date.parse(record.startedAt ?? '')).toBeGreaterThanOrEqual(from - 1_000);
    expect((await world.looks(id)).at(-1)).toMatchObject({ verdict: 'fail', reason: record.reason });
  });

  test('goes back at the next look when the probe of the candidate fails', async () => {
    const id = await world.release();
    await world.until(() => world.weights().green > 0);
    await world.clock.advance(60_000);
    world.probe = () => 'the candidate on green does not pass its probe';
    const from = world.clock.now();
    await world.until(() => world.weights().green === 0);

    expect(world.clock.now() - from).toBeLessThanOrEqual(90_000);
    await world.finish(id);
    expect((await world.record(id)).reason).toContain('does not pass its probe');
  });

  test('is in doubt while CloudWatch throttles, and goes back when that lasts', async () => {
    const id = await world.release();
    await world.until(() => world.weights().green > 0);
    const { gatekeeper } = world.aws.cloud;
    world.aws.cloud.gatekeeper = {
      admit: (principal, service, operation, input) => {
        if (operation === 'GetMetricData') throw new AwsError('Throttling', 'Rate exceeded');
        return gatekeeper?.admit(principal, service, operation, input);
      },
    };
    await world.clock.advance(240_000);
    expect(world.weights().green).toBe(10);
    expect((await world.looks(id)).at(-1)).toMatchObject({
      verdict: 'wait',
      reason: expect.stringContaining('Rate exceeded'),
    });

    await world.finish(id);
    expect(await world.record(id)).toMatchObject({
      outcome: 'rolled-back',
      reason: expect.stringMatching(/^the analysis sees nothing for 3\d\d seconds: Rate exceeded/),
    });
  });

  test('goes on where it was when CloudWatch is back, and judges no minute twice', async () => {
    const id = await world.release();
    await world.until(() => world.weights().green > 0);
    const { gatekeeper } = world.aws.cloud;
    world.aws.cloud.gatekeeper = {
      admit: (principal, service, operation, input) => {
        if (operation === 'GetMetricData') throw new AwsError('Throttling', 'Rate exceeded');
        return gatekeeper?.admit(principal, service, operation, input);
      },
    };
    await world.clock.advance(180_000);
    world.aws.cloud.gatekeeper = gatekeeper;

    expect(await world.finish(id)).toBe('Succeeded');
    expect((await world.looks(id)).at(-1)).toMatchObject({ verdict: 'pass' });
  });

  test('is watched on after its watcher was killed and redriven', async () => {
    world.users.behaviour.green = { errors: 0.05 };
    const id = await world.release();
    await world.until(() => world.weights().green > 0);
    const executionArn = world.watchers[0]?.arn ?? '';
    await world.call('states', 'StopExecution', { executionArn, error: 'Killed', cause: 'a test' });
    await world.clock.advance(420_000);
    expect(world.weights().green).toBe(10);

    await world.call('states', 'RedriveExecution', { executionArn });
    const redriven = world.clock.now();
    await world.until(() => world.weights().green === 0);
    // What happened while nobody looked is not lost: its first look is enough.
    expect(world.clock.now() - redriven).toBeLessThan(120_000);
    await world.finish(id);
    expect(await world.record(id)).toMatchObject({ outcome: 'rolled-back', rolledBackBy: 'the analysis' });
  });

  test('goes back when nobody can look at it for long', async () => {
    const id = await world.release();
    await world.until(() => world.weights().green > 0);
    await world.clock.advance(60_000);
    world.broken = true;
    await world.until(() => world.weights().green === 0);
    world.broken = false;

    await world.finish(id);
    expect((await world.record(id)).reason).toContain('nobody could look at the release for long');
  });

  test('goes back when the candidate has weight and gets no requests', async () => {
    world.users.lost.green = true;
    const id = await world.release();
    await world.finish(id);

    expect((await world.record(id)).reason).toMatch(
      /^candidate has had no requests for \d+ seconds, although its weight is 10 %/,
    );
  });

  test('that CodeDeploy takes back is not judged a second time, nor is its rollback', async () => {
    const id = await world.release();
    await world.until(() => world.weights().green > 0);
    await world.call('codedeploy', 'StopDeployment', { deploymentId: id, autoRollbackEnabled: true });
    await world.finish(id);
    const { rollbackInfo } = await world.deployment(id);

    expect(await world.record(id)).toMatchObject({ outcome: 'rolled-back', rolledBackBy: 'CodeDeploy' });
    expect(await world.record(rollbackInfo?.rollbackDeploymentId ?? '')).toEqual({});
    expect(world.watchers).toHaveLength(2);
    expect(world.watchers.every(({ status }) => status === 'SUCCEEDED')).toBe(true);
  });
});
