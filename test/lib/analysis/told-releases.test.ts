import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Analysis } from '../../../lib';
import { WatchedService } from '../../fixtures/watched-service';
import { synthesiseWatchedShop } from '../../fixtures/watched-shop';

const folder = mkdtempSync(path.join(tmpdir(), 'told-'));
const seconds = (from?: string, to?: string) => (Date.parse(to ?? '') - Date.parse(from ?? '')) / 1000;

describe('a release by CodeDeploy that its analysis sends back', () => {
  let world: WatchedService;
  let id: string;
  let record: Record<string, string | undefined>;

  beforeAll(async () => {
    synthesiseWatchedShop(folder, { analysis: Analysis.ofTargets({ lookEvery: Duration.minutes(1) }) });
    world = await WatchedService.create(folder);
    world.users.requestsPerSecond = 300;
    world.users.behaviour.green = { errors: 0.005 };
    id = await world.release();
    await world.finish(id);
    await world.clock.advance(120_000);
    record = await world.record(id);
  });
  afterAll(async () => {
    await world.stop();
    rmSync(folder, { recursive: true });
  });

  test('is stopped once, by the watcher, and CodeDeploy takes it back', async () => {
    const stops = world.aws.cloud.calls.filter(({ action }) => action === 'codedeploy:StopDeployment');
    expect(stops).toMatchObject([
      { outcome: 'done', principal: { arn: expect.stringContaining('OrdersAnalysisWatchRole') } },
    ]);
    const deployment = await world.deployment(id);
    expect(deployment).toMatchObject({ status: 'Stopped', errorInformation: { code: 'MANUAL_STOP' } });
    const back = await world.deployment(deployment.rollbackInfo?.rollbackDeploymentId ?? '');
    expect(back).toMatchObject({ status: 'Succeeded', creator: 'codeDeployRollback' });
    expect(world.weights()).toEqual({ blue: 100, green: 0 });
  });

  test('has one record, with the reason of the look that decided, in the order in which it happened', async () => {
    expect(record).toMatchObject({ phase: 'rolled-back', outcome: 'rolled-back', rolledBackBy: 'the analysis' });
    expect(record.reason).toMatch(
      /^candidate failed \d+ of [\d,]+ requests, live \d+ of [\d,]+: .* as often; certain to 1 in/,
    );
    const decisive = (await world.looks(id)).find(({ verdict }) => verdict === 'fail');
    expect(decisive?.reason).toBe(record.reason);
    const { lifecycleEvents = [] } = await world.target(id);
    const shift = lifecycleEvents.find(({ lifecycleEventName }) => lifecycleEventName === 'AllowTraffic');
    // Not when a look saw it.
    expect(await world.firstStepAt(id)).toBe(shift?.startTime?.toISOString());
    const times = [record.startedAt, await world.firstStepAt(id), decisive?.at, record.decidedAt, record.backAt];
    const moments = times.map((one) => Date.parse(one ?? ''));
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    expect(seconds(record.decidedAt, record.backAt)).toBeLessThan(30);
  });

  test("is told once, with the analysis's sentence and not with CodeDeploy's", () => {
    expect(world.aws.sns.messages.map(({ subject, message }) => ({ subject, message }))).toEqual([
      {
        subject: 'Shop/Orders went back, blue is live',
        message: expect.stringContaining(`Why: ${record.reason}\nThe candidate had production traffic for `),
      },
    ]);
    expect(world.aws.sns.messages[0]?.message).not.toContain('somebody stopped it');
  });

  test("is measured by the record's own times", async () => {
    expect(await world.metric('RolledBack')).toBe(1);
    expect(await world.metric('RollbackSeconds')).toBe(seconds(record.decidedAt, record.backAt));
    expect(await world.metric('DetectSeconds')).toBe(seconds(await world.firstStepAt(id), record.decidedAt));
  });

  test('needs no permission that its constructs do not give', () => {
    expect(world.refused).toEqual([]);
  });
});
