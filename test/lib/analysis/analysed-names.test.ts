import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Analysis, BlueGreenDns, DnsTarget, Measure, TrafficShift } from '../../../lib';
import { rootOf } from '../../../rehearsal/principal';
import { NameWorld } from '../../fixtures/name-world';

let folder: string;
let world: NameWorld;
const gone = { users: new AbortController() };
/** The weights over time. */
let moments: Record<'blue' | 'green', [at: number, weight: number][]>;

/** Metrics of ten seconds that the team's own app writes, for each colour. */
function metricOf(metricName: string, colour: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'Shop',
    metricName,
    dimensionsMap: { colour },
    statistic: 'Sum',
    period: Duration.seconds(10),
  });
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'analysed-name-'));
  const app = new App({ outdir: folder });
  const stack = new Stack(app, 'Shop');
  const both = (name: string) => ({ blue: metricOf(name, 'blue'), green: metricOf(name, 'green') });
  new BlueGreenDns(stack, 'Name', {
    zone: new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'shop.example' }),
    blue: DnsTarget.values(['192.0.2.1'], { url: 'http://blue' }),
    green: DnsTarget.values(['192.0.2.2'], { url: 'http://green' }),
    ttl: Duration.seconds(30),
    shift: TrafficShift.canary({ stepPercent: 20, stepBakeTime: Duration.minutes(6) }),
    bakeTime: Duration.minutes(2),
    analysis: Analysis.of([
      Measure.counts('orders', { bad: both('failed'), total: both('orders'), did: 'lost', things: 'orders' }),
    ]),
  });
  app.synth();
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  world = await NameWorld.create(folder);
  gone.users = new AbortController();
  moments = { blue: [], green: [] };
});
afterEach(async () => {
  gone.users.abort();
  await world.clock.run(world.aws.stop());
});

/** Writes both colours' metrics every ten seconds from now on, by their weights. */
async function write(failing: number): Promise<void> {
  const { clock, aws } = world;
  while (!gone.users.signal.aborted) {
    await clock.sleep(10_000, gone.users.signal);
    const root = rootOf(aws.cloud.account);
    const { ResourceRecordSets = [] } = await aws.cloud
      .client(aws.route53, root)
      .ListResourceRecordSets({ HostedZoneId: world.descriptor.hostedZone });
    for (const colour of ['blue', 'green'] as const) {
      const weight = ResourceRecordSets.find(({ SetIdentifier }) => SetIdentifier === colour)?.Weight ?? 0;
      moments[colour].push([clock.now(), weight]);
      if (weight === 0) continue;
      const orders = weight * 20;
      const failed = Math.round(orders * (colour === 'green' ? failing : 0.001));
      const datum = (MetricName: string, Value: number) => ({
        MetricName,
        Dimensions: [{ Name: 'colour', Value: colour }],
        Timestamp: new Date(clock.now() - 1),
        StorageResolution: 1,
        Value,
      });
      const MetricData = [datum('orders', orders), datum('failed', failed)];
      await aws.cloud.call('cloudwatch', 'PutMetricData', { Namespace: 'Shop', MetricData }, root);
    }
  }
}

describe("a release of a DNS name that is analysed by a team's own metrics", () => {
  test('passes when the candidate is as good as live', async () => {
    void write(0.001);
    await world.clock.advance(900_000);

    expect(await world.release('r-1')).toBe('SUCCEEDED');
    expect((await world.read('release', 'r-1')).outcome).toBe('succeeded');
  });

  test('goes back within three minutes, because metrics of ten seconds are not late', async () => {
    void write(0.02);
    await world.clock.advance(900_000);
    const status = await world.release('r-1');

    expect(status).toBe('FAILED');
    expect((await world.read('release', 'r-1')).reason).toMatch(
      /^candidate lost \d+ of [\d,]+ orders, live .*; certain to 1 in/,
    );
    const served = moments.green.filter(([, weight]) => weight > 0).map(([at]) => at);
    // A minute of waiting for Route 53 and for resolvers is part of it.
    expect(Number(served.at(-1)) - Number(served[0])).toBeLessThan(180_000);
  });
});
