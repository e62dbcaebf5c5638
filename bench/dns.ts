/**
 * `node scripts/bench.mjs dns`: who leads users where after 100 % of the weight moved from blue to green by Route 53, in virtual
 * time, beside the share that INSYNC, TTL and stragglers make one expect.
 */
import { VirtualClock } from '../rehearsal/clock';
import { Cloud } from '../rehearsal/cloud';
import { rootOf } from '../rehearsal/principal';
import { ELBV2_SWITCHES, Elbv2 } from '../rehearsal/services/elbv2/elbv2';
import { ROUTE53_SWITCHES, Route53 } from '../rehearsal/services/route53/route53';
import { DNS_CLIENTS, DnsClients } from '../rehearsal/stage/dns/clients';
import { shareOnOld } from '../rehearsal/stage/dns/expected-curve';
import { DnsTrafficModel } from '../rehearsal/stage/dns/traffic-model';
import { TrafficOverTime } from '../rehearsal/stage/dns/traffic-over-time';
import { Switches } from '../rehearsal/switches';

const TTL_SECONDS = 60;
const INTERVAL_MS = 30_000;
const EVERY_MS = 1_000;
const MINUTES = 18;

const clock = new VirtualClock(0);
const cloud = new Cloud({ clock, switches: new Switches([...ELBV2_SWITCHES, ...ROUTE53_SWITCHES]) });
const elbv2 = cloud.add(new Elbv2(cloud, { probe: async () => ({ status: 200 }) }));
const route53 = cloud.add(new Route53(cloud, { elbv2, alarmState: () => undefined }));
const dns = cloud.client(route53, rootOf(cloud.account));

const record = (SetIdentifier: string, Weight: number) => ({
  Action: 'UPSERT' as const,
  ResourceRecordSet: {
    Name: 'app.example.com',
    Type: 'A' as const,
    SetIdentifier,
    Weight,
    TTL: TTL_SECONDS,
    ResourceRecords: [{ Value: '192.0.2.1' }],
  },
});

async function measure(): Promise<void> {
  const { HostedZone } = await dns.CreateHostedZone({ Name: 'example.com', CallerReference: 'bench' });
  const shift = (blue: number, green: number) =>
    dns.ChangeResourceRecordSets({
      HostedZoneId: HostedZone?.Id,
      ChangeBatch: { Changes: [record('blue', blue), record('green', green)] },
    });
  await shift(255, 0);
  await clock.advance(60_000);
  const traffic = new TrafficOverTime(INTERVAL_MS);
  const authority = () => route53.resolve('app.example.com', 'A', Math.random);
  const model = new DnsTrafficModel({
    clock,
    clients: new DnsClients({ authority, random: Math.random, resolvers: 1_000 }),
    requestsPerSecond: 500,
    everyMs: EVERY_MS,
    onTraffic: (at, { setIdentifier = '' }, requests) => traffic.count(at, setIdentifier, requests),
  });
  await clock.advance(60_000);
  const started = performance.now();
  await shift(0, 255);
  const shiftedAt = clock.now();
  await clock.advance(MINUTES * 60_000);
  model.stop();

  console.log(
    `TTL ${TTL_SECONDS} s, ${100 * DNS_CLIENTS.stragglerShare} % stragglers who keep an answer for ${DNS_CLIENTS.stragglersKeepMs / 60_000} min`,
  );
  console.log('after       blue      green     on blue   expected');
  for (const { at, requests } of traffic.all.filter((one) => one.at >= shiftedAt)) {
    const { blue = 0, green = 0 } = requests;
    const middle = at - shiftedAt + (INTERVAL_MS - EVERY_MS) / 2;
    const expected = shareOnOld(middle, { ttlMs: TTL_SECONDS * 1_000 });
    const cells = [
      `${(at - shiftedAt) / 1_000} s`,
      blue.toFixed(0),
      green.toFixed(0),
      percent(blue / (blue + green)),
      percent(expected),
    ];
    console.log(cells.map((cell) => cell.padEnd(10)).join(''));
  }
  console.log(`${MINUTES} minutes of 1,000 resolvers in ${(performance.now() - started).toFixed(0)} ms`);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

void measure();
