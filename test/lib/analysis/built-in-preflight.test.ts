import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Analysis, Measure, ReleaseController } from '../../../lib';
import { WatchedService } from '../../fixtures/watched-service';
import { synthesiseWatchedShop } from '../../fixtures/watched-shop';

const folder = mkdtempSync(path.join(tmpdir(), 'built-in-preflight-'));
const [asked, unasked, own] = ['asked', 'unasked', 'own'].map((name) => path.join(folder, name)) as [
  string,
  string,
  string,
];
let world: WatchedService;

beforeAll(() => {
  const analysis = Analysis.ofTargets();
  synthesiseWatchedShop(asked, { controller: ReleaseController.ecs(), analysis });
  synthesiseWatchedShop(unasked, { controller: ReleaseController.ecs({ measurePreflight: false }), analysis });
  const period = Duration.minutes(1);
  const metric = (metricName: string, colour: string) =>
    new cloudwatch.Metric({ namespace: 'Shop', metricName, dimensionsMap: { colour }, statistic: 'Sum', period });
  const both = (name: string) => ({ blue: metric(name, 'blue'), green: metric(name, 'green') });
  synthesiseWatchedShop(own, {
    controller: ReleaseController.ecs(),
    analysis: Analysis.ofTargets({
      measures: [Measure.counts('orders', { bad: both('lost'), total: both('orders') })],
    }),
  });
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => world.stop());

const idOf = (arn: string) => arn.split('/').at(-1) ?? '';

/** A service that has had no users in the last hour. */
async function quiet(assembly: string): Promise<void> {
  world = await WatchedService.create(assembly);
  world.users.lost.blue = true;
  await world.clock.advance(3_900_000);
}

describe('a release by ECS itself that could not be compared', () => {
  test('goes back before anything of it exists, and the record and the mail say which measures have no data', async () => {
    await quiet(asked);
    const arn = await world.release();

    expect(await world.finish(arn)).toBe('ROLLBACK_SUCCESSFUL');
    const record = await world.record(idOf(arn));
    // Here the hook is quicker than the watcher, who would stop the deployment himself.
    expect(record).toMatchObject({ outcome: 'rolled-back', rolledBackBy: 'the analysis' });
    expect(record.reason).toBe(
      "there is no data of requests, errors, slow, connections on blue, which is live, in the last hour, so the candidate could not be compared; if the service has no traffic yet, deploy with 'measurePreflight' set to false",
    );
    await world.clock.advance(60_000);
    expect(world.aws.sns.messages.map(({ subject, message }) => ({ subject, message }))).toEqual([
      {
        subject: 'Shop/Orders went back, blue is live',
        message: expect.stringContaining(`Why: ${record.reason}\nNo production traffic had reached the candidate.`),
      },
    ]);
    expect(world.refused).toEqual([]);
  });

  test('names the one measure that nobody writes', async () => {
    world = await WatchedService.create(own);
    const arn = await world.release();

    expect(await world.finish(arn)).toBe('ROLLBACK_SUCCESSFUL');
    expect((await world.record(idOf(arn))).reason).toMatch(/^there is no data of orders on blue, which is live/);
  });

  test('goes on where it is not to be asked', async () => {
    await quiet(unasked);

    expect(await world.finish(await world.release())).toBe('SUCCESSFUL');
  });
});
