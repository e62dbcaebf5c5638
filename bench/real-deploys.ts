import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Route53Client, TestDNSAnswerCommand } from '@aws-sdk/client-route-53';
import type { Ended } from '../test/fixtures/commands';
import {
  ReleasedByDeploys,
  synthesiseReleasedGroups,
  synthesiseReleasedName,
  synthesiseReleasedService,
} from '../test/fixtures/released-by-deploys';
import { steadyUser, versionAt } from '../test/fixtures/steady-user';

/**
 * Releases by the real `cdk deploy` against `bluegreen serve`, while a user asks all the time: first deployment, changed version, failing
 * version, cancelled update, deletion. The goal: each ends as it should, and no request is lost to a shift.
 */
const APPS = { ecs: synthesiseReleasedService, asg: synthesiseReleasedGroups };
const WANTED = (process.env.WORKLOADS ?? 'ecs,asg,dns').split(',');
/** The third version that the stack makes is the bad one. */
const BAD = '3';

async function main(): Promise<void> {
  const rows: Record<string, object> = {};
  for (const workload of ['ecs', 'asg'] as const) if (WANTED.includes(workload)) await run(workload, rows);
  if (WANTED.includes('dns')) await runName(rows);
  console.table(rows);
}

async function run(workload: keyof typeof APPS, rows: Record<string, object>): Promise<void> {
  const shop = new ReleasedByDeploys(APPS[workload], BAD);
  try {
    const first = await timed(shop.deploy('v1'));
    const production = await shop.productionUrl();
    rows[`${workload}, first deployment`] = { ...first, serves: await versionAt(production) };
    const step = async (name: string, deploying: Promise<Ended>) => {
      const user = steadyUser(production, 10);
      const ended = await timed(deploying);
      const { answers, failed } = await user.stop();
      rows[`${workload}, ${name}`] = { ...ended, serves: await versionAt(production), answers, failed };
    };
    await step('changed version', shop.deploy('v2'));
    await step('failing version', shop.deploy('v3'));
    const cancelling = shop.deploy('v4');
    await Promise.all([step('cancelled update', cancelling), shop.cancelWhenReleasing()]);
    rows[`${workload}, deletion`] = await timed(shop.destroy());
  } finally {
    await shop.stop();
  }
}

/** A DNS name between two servers of this process; a user resolves it again and again, and asks the server that it leads to. */
async function runName(rows: Record<string, object>): Promise<void> {
  const [blue, green] = [await namedServer('blue'), await namedServer('green')];
  const shop = new ReleasedByDeploys(synthesiseReleasedName({ blue: blue.url, green: green.url }), BAD);
  try {
    const first = await timed(shop.deploy('v1'));
    const resolver = await nameResolver(shop, { '192.0.2.1': blue, '192.0.2.2': green });
    rows['dns, first deployment'] = { ...first, serves: (await resolver.ask()).name };
    const step = async (name: string, deploying: Promise<Ended>) => {
      const user = resolver.steady();
      const ended = await timed(deploying);
      const { answers, failed } = await user.stop();
      rows[`dns, ${name}`] = { ...ended, serves: (await resolver.ask()).name, answers, failed };
    };
    await step('changed version', shop.deploy('v2'));
    blue.isSick = true;
    await step('failing version', shop.deploy('v3'));
    blue.isSick = false;
    const cancelling = shop.deploy('v4');
    await Promise.all([step('cancelled update', cancelling), shop.cancelWhenReleasing()]);
    // Route 53 deletes what has the weight that CloudFormation knows: the first colour has to be live again.
    await step('changed version, back to the first colour', shop.deploy('v5'));
    rows['dns, deletion'] = await timed(shop.destroy());
  } finally {
    await shop.stop();
    for (const { server } of [blue, green]) server.close();
  }
}

interface NamedServer {
  readonly name: string;
  readonly url: string;
  readonly server: http.Server;
  isSick: boolean;
}

async function namedServer(name: string): Promise<NamedServer> {
  const state = { isSick: false };
  const server = http.createServer((request, response) => {
    response.writeHead(state.isSick && request.url === '/health' ? 503 : 200).end(name);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, { name, url: `http://127.0.0.1:${port}`, server });
}

/** Asks Route 53 where the name leads, and the server there. */
async function nameResolver(shop: ReleasedByDeploys, servers: Readonly<Record<string, NamedServer>>) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  // The account's limit of five requests a second holds for whoever asks; a user of the name would not be one of them.
  const client = new Route53Client({ endpoint: await shop.url(), region: 'us-east-1', credentials, maxAttempts: 10 });
  const HostedZoneId = shop.output('ZoneId');
  const ask = async () => {
    const input = { HostedZoneId, RecordName: 'shop.example', RecordType: 'A' as const };
    const { RecordData = [] } = await client.send(new TestDNSAnswerCommand(input));
    const found = servers[RecordData[0] ?? ''];
    const answer = found && (await fetch(found.url).catch(() => undefined));
    return { name: found?.name, isLost: answer?.status !== 200 };
  };
  const steady = () => {
    const seen = { answers: 0, failed: 0 };
    let stopping = false;
    const asking = (async () => {
      while (!stopping) {
        seen.answers++;
        if ((await ask()).isLost) seen.failed++;
        await sleep(50);
      }
    })();
    const stop = async () => {
      stopping = true;
      await asking;
      return seen;
    };
    return { stop };
  };
  return { ask, steady };
}

async function timed(command: Promise<Ended>): Promise<{ readonly status: number | null; readonly seconds: number }> {
  const from = performance.now();
  const { status, output } = await command;
  if (process.env.TELL) console.log(output);
  return { status, seconds: Math.round((performance.now() - from) / 1000) };
}

void main();
