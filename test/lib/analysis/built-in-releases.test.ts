import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Analysis, ReleaseController } from '../../../lib';
import { ecsReleases } from '../../../lib/checks/model/ecs-releases';
import { Templates } from '../../../lib/checks/model/templates';
import { WatchedService } from '../../fixtures/watched-service';
import { synthesiseWatchedShop } from '../../fixtures/watched-shop';

const folder = mkdtempSync(path.join(tmpdir(), 'built-in-'));
const [analysed, told] = [path.join(folder, 'analysed'), path.join(folder, 'told')];
let world: WatchedService;

beforeAll(() => {
  const controller = ReleaseController.ecs();
  synthesiseWatchedShop(analysed, { controller, analysis: Analysis.ofTargets({ lookEvery: Duration.minutes(1) }) });
  synthesiseWatchedShop(told, { controller });
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => world.stop());

const idOf = (arn: string) => arn.split('/').at(-1) ?? '';
const seconds = (from?: string, to?: string) => (Date.parse(to ?? '') - Date.parse(from ?? '')) / 1000;
const phases = () =>
  world.events.filter(({ source }) => source === 'cdk-blue-green').flatMap(({ detail }) => detail.phase ?? []);
const mails = () => world.aws.sns.messages.map(({ subject, message }) => ({ subject, message }));

describe('a release by ECS itself that is analysed', () => {
  test('passes when the candidate is as good as live, and leaves its looks', async () => {
    world = await WatchedService.create(analysed);
    const arn = await world.release();

    expect(await world.finish(arn)).toBe('SUCCESSFUL');
    expect(await world.record(idOf(arn))).toMatchObject({ outcome: 'succeeded', live: 'blue', idle: 'green' });
    const looks = await world.looks(idOf(arn));
    expect(looks.some(({ weight, verdict }) => weight === 10 && verdict === 'pass')).toBe(true);
    expect(looks.at(-1)).toMatchObject({ weight: 100, verdict: 'pass' });
    expect(looks.every(({ verdict }) => verdict !== 'fail')).toBe(true);
    expect(world.watchers.map(({ status }) => status)).toEqual(['SUCCEEDED']);
    await world.clock.advance(60_000);
    expect(mails().map(({ subject }) => subject)).toEqual(['Shop/Orders: released, green is live']);
    expect(world.refused).toEqual([]);
  });

  test('goes back when the candidate fails five times as often, and people are told why and how fast', async () => {
    world = await WatchedService.create(analysed);
    world.users.requestsPerSecond = 300;
    world.users.behaviour.green = { errors: 0.005 };
    const arn = await world.release();
    await world.until(() => world.weights().green > 0);
    await world.until(() => world.weights().green === 0);

    expect(world.users.failed.green).toBeLessThan(100);
    expect(await world.finish(arn)).toBe('ROLLBACK_SUCCESSFUL');
    const record = await world.record(idOf(arn));
    expect(record).toMatchObject({ outcome: 'rolled-back', rolledBackBy: 'the analysis' });
    expect(record.reason).toMatch(/^candidate failed \d+ of [\d,]+ requests, live \d+ of .* as often; certain to 1 in/);
    // Not until the end of the deployment, which waits for the candidate's tasks, but until users are back.
    expect(seconds(record.decidedAt, record.backAt)).toBeLessThan(30);
    await world.clock.advance(60_000);
    expect(mails()).toEqual([
      {
        subject: 'Shop/Orders went back, blue is live',
        message: expect.stringContaining(`Why: ${record.reason}\nThe candidate had production traffic for `),
      },
    ]);
    expect(await world.metric('RollbackSeconds')).toBe(seconds(record.decidedAt, record.backAt));
    expect(await world.metric('DetectSeconds')).toBe(seconds(await world.firstStepAt(idOf(arn)), record.decidedAt));
    expect(world.refused).toEqual([]);
  });

  test('that a person stops goes back by ECS, and its way back is not judged', async () => {
    world = await WatchedService.create(analysed);
    const arn = await world.release();
    await world.until(() => world.weights().green > 0);
    await world.call('ecs', 'StopServiceDeployment', { serviceDeploymentArn: arn, stopType: 'ROLLBACK' });
    const stopped = world.clock.now();
    // An event of a rollback is one of a deployment in progress too.
    world.aws.cloud.events.publish({ ...world.lastEvent('SERVICE_DEPLOYMENT_IN_PROGRESS'), time: stopped });
    expect(await world.finish(arn)).toBe('ROLLBACK_SUCCESSFUL');

    expect(await world.record(idOf(arn))).toMatchObject({
      outcome: 'rolled-back',
      rolledBackBy: 'ECS',
      reason: expect.stringContaining('stopped by a user'),
    });
    expect((await world.looks(idOf(arn))).every(({ at }) => Date.parse(at) <= stopped)).toBe(true);
    expect(world.watchers.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(phases().filter((phase) => phase === 'rolled-back')).toHaveLength(2 /* the watcher's, and the report's */);
  });

  test('that a newer one replaces is over, and the newer one is judged', async () => {
    world = await WatchedService.create(analysed);
    const first = await world.release();
    await world.until(() => world.weights().green > 0);
    world.users.behaviour.green = { errors: 0.05 };
    const second = await world.release();
    await world.finish(second);

    expect(await world.record(idOf(first))).toMatchObject({ outcome: 'rolled-back', rolledBackBy: 'ECS' });
    expect(await world.record(idOf(second))).toMatchObject({ outcome: 'rolled-back', rolledBackBy: 'the analysis' });
  });

  test('that has gone back before its watcher could look at it is written down once, and people are told', async () => {
    world = await WatchedService.create(analysed);
    world.broken = true;
    const arn = await world.release();
    await world.until(() => world.weights().green > 0);
    await world.call('ecs', 'StopServiceDeployment', { serviceDeploymentArn: arn, stopType: 'ROLLBACK' });
    const stopped = world.clock.now();
    world.aws.cloud.events.publish({ ...world.lastEvent('SERVICE_DEPLOYMENT_IN_PROGRESS'), time: stopped });
    await world.until(async () => (await world.status(arn)) === 'ROLLBACK_SUCCESSFUL');
    await world.clock.advance(1_200_000);
    expect(await world.record(idOf(arn))).toEqual({});

    world.broken = false;
    await world.finish(arn);
    const record = await world.record(idOf(arn));
    expect(record).toMatchObject({ outcome: 'rolled-back', rolledBackBy: 'ECS', live: 'blue' });
    expect(record.reason).toContain('stopped by a user');
    expect(seconds(new Date(stopped).toISOString(), record.decidedAt)).toBeLessThan(60);
    expect(seconds(record.decidedAt, record.backAt)).toBeLessThan(600);
    await world.clock.advance(60_000);
    expect(world.watchers.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(mails().map(({ subject }) => subject)).toEqual(['Shop/Orders went back, blue is live']);
    expect(world.refused).toEqual([]);
  });

  test('is left alone where it is none of this service', async () => {
    world = await WatchedService.create(analysed);
    world.aws.cloud.events.publish({
      ...world.lastEvent('SERVICE_DEPLOYMENT_COMPLETED'),
      resources: ['arn:aws:ecs:us-east-1:123456789012:service/other/orders'],
      detail: { eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS' },
    });
    await world.clock.advance(30_000);
    expect(world.watchers).toEqual([]);
  });
});

test('a release by ECS itself that is not analysed is told of all the same, and never stopped', async () => {
  world = await WatchedService.create(told);
  world.users.behaviour.green = { errors: 0.5 };
  await world.release();
  await world.until(() => world.watchers.length > 0 && world.watchers.every(({ status }) => status !== 'RUNNING'));
  await world.clock.advance(60_000);

  expect(phases()).toEqual(['preparing', 'shifting', 'baking', 'succeeded', 'succeeded']);
  expect(mails()).toEqual([
    {
      subject: 'Shop/Orders: released, green is live',
      message: expect.stringMatching(/The release took .*\nProduction traffic moved in 12 min/),
    },
  ]);
  expect(world.refused).toEqual([]);
});

test('the checks see whether a release by ECS itself is analysed', () => {
  const isAnalysed = (outdir: string) => {
    const { Resources } = JSON.parse(readFileSync(path.join(outdir, 'Shop.template.json'), 'utf8'));
    const entries = Object.entries<{ Type: string; Properties: object }>(Resources);
    const resources = entries.map(([id, { Type, Properties }]) => [
      id,
      { type: Type, properties: Properties, path: id },
    ]);
    const templates = new Templates([{ name: 'Shop', resources: Object.fromEntries(resources) }]);
    return ecsReleases(templates).map(({ analysis }) => analysis);
  };
  expect([isAnalysed(analysed), isAnalysed(told)]).toEqual([[true], [false]]);
});
