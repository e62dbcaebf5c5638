import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MachineClients } from '../../../../bin/aws/clients';
import { AsgWorkload } from '../../../../bin/aws/machine/asg-workload';
import { MachineReleases } from '../../../../bin/aws/machine/machine-releases';
import { history } from '../../../../bin/commands/history';
import type { Service } from '../../../../bin/commands/ports';
import { promote } from '../../../../bin/commands/promote';
import { reject } from '../../../../bin/commands/reject';
import { release } from '../../../../bin/commands/release';
import { observe } from '../../../../bin/commands/release-state';
import { rollback } from '../../../../bin/commands/rollback';
import { stop } from '../../../../bin/commands/stop';
import { plain } from '../../../../bin/views/paint';
import { rootOf } from '../../../../rehearsal/principal';
import { synthesiseMachineShop } from '../../../fixtures/machine-shop';
import { MachineWorld } from '../../../fixtures/machine-world';
import { listener } from '../../commands/fakes';

let assembly: string;
let world: MachineWorld;
let service: Service;
let watch: { pause: () => Promise<void> };

beforeAll(() => {
  assembly = mkdtempSync(path.join(tmpdir(), 'machine-cli-'));
  synthesiseMachineShop(assembly);
});

afterAll(() => rmSync(assembly, { recursive: true }));

beforeEach(async () => {
  world = await MachineWorld.create(assembly);
  const { cloud } = world.aws;
  const client = (prefix: string) => ({
    send: ({ constructor: { name }, input }: { constructor: { name: string }; input: object }) =>
      cloud.call(prefix, name.replace(/Command$/, ''), input, rootOf(cloud.account)),
  });
  const clients = {
    autoScaling: client('autoscaling'),
    cloudWatch: client('cloudwatch'),
    dynamoDb: client('dynamodb'),
    elb: client('elasticloadbalancing'),
    stepFunctions: client('states'),
    sts: client('sts'),
  } as unknown as MachineClients;
  const pause = () => world.clock.sleep(5_000);
  const { descriptor } = world;
  const releases = new MachineReleases(descriptor, new AsgWorkload(descriptor, clients), clients, pause);
  service = { path: descriptor.path, kind: 'asg', releases };
  watch = { pause };
});

afterEach(() => world.stop());

/** Runs a command while the world's time goes on. */
function run<T>(command: Promise<T>): Promise<T> {
  return world.clock.run(command);
}

/** Looks until the newest release is in a phase. */
async function until(phase: string): Promise<void> {
  for (;;) {
    const { release: newest } = await observe(service);
    if (newest?.phase === phase) return;
    if (newest?.ended) throw new Error(`it is ${newest.phase} (${newest.reason}), and will not be ${phase}`);
    await watch.pause();
  }
}

/** Starts a release of the same version again, and waits until it is in a phase. */
async function releaseUntil(phase: string): Promise<string> {
  const { json } = await run(release(service, listener(), { force: true, description: 'spring' }));
  await run(until(phase));
  return (json as { id: string }).id;
}

test('a release is promoted, becomes live, is in the history, and is taken back after its end', async () => {
  const id = await releaseUntil('waiting');
  const voice = listener();

  expect((await run(promote({ service }, voice, { watch }))).exitStatus).toBe(0);
  expect(voice.lines.at(-1)).toBe(`Shop/Orders: release ${id} succeeded, green is live`);
  expect(world.weights()).toEqual({ blue: 0, green: 100 });

  expect((await run(promote({ service }, voice))).exitStatus).toBe(1);
  const { json } = await run(history([service], listener(), plain, 5));
  expect(json).toMatchObject({
    services: [
      {
        releases: [
          {
            id,
            phase: 'succeeded',
            description: 'spring',
            who: expect.stringContaining('arn:'),
            promotedBy: expect.stringContaining('arn:'),
            steps: [
              { weight: 10, verdict: 'pass' },
              { weight: 100, verdict: 'pass' },
            ],
          },
        ],
      },
    ],
  });

  expect((await run(rollback({ service }, voice, { watch }))).exitStatus).toBe(0);
  expect(world.weights()).toEqual({ blue: 100, green: 0 });
  expect(await world.remains(id)).toMatchObject({ live: 'blue', lock: undefined, outcome: 'rolled-back' });
  expect(world.violations).toEqual([]);
});

test('the gate is answered although the machine has judged meanwhile and renewed the token', async () => {
  await releaseUntil('waiting');
  const before = await token();
  while ((await token()) === before) await world.clock.advance(5_000);

  expect((await run(promote({ service }, listener()))).exitStatus).toBe(0);
  await run(until('shifting'));
});

test('a rejected release goes back with who and why', async () => {
  await releaseUntil('waiting');

  expect((await run(reject({ service }, listener(), { reason: 'too slow', watch }))).exitStatus).toBe(0);
  const { release: rejected } = await run(observe(service));
  expect(rejected?.reason).toMatch(/rejected by arn:.*: too slow/);
});

test('nobody promotes in time: a late approval changes nothing', async () => {
  const id = await releaseUntil('waiting');
  await run(until('rolled-back'));
  const voice = listener();

  expect((await run(promote({ service }, voice))).exitStatus).toBe(1);
  expect(voice.lines).toEqual([
    `nothing to promote: Shop/Orders: its last release ${id} is rolled-back (nobody promoted the release within 10 minutes)`,
  ]);
});

test('a running release is stopped, and a second one is refused until then', async () => {
  const id = await releaseUntil('waiting');
  expect((await run(release(service, listener(), { force: true }))).json).toMatchObject({ runningId: id });

  expect((await run(stop({ service }, listener(), { watch }))).exitStatus).toBe(0);
  expect(await world.remains(id)).toMatchObject({ live: 'blue', lock: undefined, outcome: 'rolled-back' });
});

test('a release that was killed is told from one that runs, and taken back', async () => {
  const id = await releaseUntil('waiting');
  const { release: running } = await run(observe(service));
  const executionArn = `${world.descriptor.releaseMachine.replace(':stateMachine:', ':execution:')}:${id}`;
  await world.call('states', 'StopExecution', { executionArn });

  expect(running?.halted).toBeUndefined();
  expect((await run(observe(service))).release?.halted).toContain('its execution is ABORTED');
  expect((await run(rollback({ service }, listener(), { watch }))).exitStatus).toBe(0);
  expect(await world.remains(id)).toMatchObject({ live: 'blue', lock: undefined, outcome: 'rolled-back' });
});

async function token(): Promise<string | undefined> {
  const { Items } = await world.call('dynamodb', 'Query', {
    TableName: world.descriptor.table,
    KeyConditionExpression: 'kind = :kind',
    ExpressionAttributeValues: { ':kind': { S: 'release' } },
  });
  return Items[0].taskToken?.S;
}
