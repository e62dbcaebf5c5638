import { Duration } from 'aws-cdk-lib';
import { BuiltInReleases } from '../../../../bin/aws/built-in/built-in-releases';
import type { EcsClients } from '../../../../bin/aws/clients';
import { history } from '../../../../bin/commands/history';
import type { Service } from '../../../../bin/commands/ports';
import { promote } from '../../../../bin/commands/promote';
import { reject } from '../../../../bin/commands/reject';
import { release } from '../../../../bin/commands/release';
import { observe } from '../../../../bin/commands/release-state';
import { rollback } from '../../../../bin/commands/rollback';
import { stop } from '../../../../bin/commands/stop';
import { plain } from '../../../../bin/views/paint';
import { Approval, ReleaseController } from '../../../../lib';
import { rootOf } from '../../../../rehearsal/principal';
import { StackWorld, shopTemplate } from '../../../fixtures/stack-world';
import { listener } from '../../commands/fakes';

const template = shopTemplate({
  controller: ReleaseController.ecs(),
  approval: Approval.required({ within: Duration.hours(1) }),
});

let world: StackWorld;
let service: Service;
let alarm = '';
let watch: { pause: () => Promise<void> };
/** What the record of the analysis says of every release. */
let recorded: { reason?: string; objections: string[] };

beforeEach(async () => {
  recorded = { objections: [] };
  const analysis = {
    last: async () => undefined,
    reasonOf: async () => recorded.reason,
    objections: async () => recorded.objections,
  };
  world = await StackWorld.create(template);
  const { cloud } = world.aws;
  const client = (prefix: string) => ({
    send: ({ constructor: { name }, input }: { constructor: { name: string }; input: object }) =>
      cloud.call(prefix, name.replace(/Command$/, ''), input, rootOf(cloud.account)),
  });
  const clients = {
    ecs: client('ecs'),
    elb: client('elasticloadbalancing'),
    cloudWatch: client('cloudwatch'),
  } as unknown as EcsClients;
  const descriptor = await world.descriptor();
  if (descriptor.kind !== 'ecs-built-in') throw new Error(`it is ${descriptor.kind}`);
  [alarm = ''] = descriptor.alarms;
  service = {
    path: descriptor.path,
    kind: descriptor.kind,
    releases: new BuiltInReleases(descriptor, clients, analysis),
  };
  watch = { pause: () => world.clock.sleep(5_000) };
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

/** Registers the next version. */
async function registerNext(): Promise<void> {
  const { taskDefinition } = await world.call('ecs', 'DescribeTaskDefinition', { taskDefinition: 'shop' });
  const { family, containerDefinitions } = taskDefinition;
  await world.call('ecs', 'RegisterTaskDefinition', { family, containerDefinitions });
}

/** Starts a release of the next version, and waits until it is in a phase. */
async function releaseUntil(phase: string): Promise<string> {
  await registerNext();
  const { json } = await run(release(service, listener()));
  await run(until(phase));
  return (json as { id: string }).id;
}

test('before the first release there is none, and blue is live', async () => {
  expect(await observe(service)).toMatchObject({ live: 'blue', release: undefined, weights: { blue: 100, green: 0 } });
});

test('the newest version is released, promoted, becomes live, is in the history, and is taken back by a new release', async () => {
  const id = await releaseUntil('waiting');
  const voice = listener();
  expect(await observe(service)).toMatchObject({
    live: 'blue',
    release: { id, candidate: 'green', event: 'POST_TEST_TRAFFIC_SHIFT', waitsUntil: expect.any(Date) },
  });

  expect((await run(promote({ service }, voice, { watch }))).exitStatus).toBe(0);

  expect(voice.lines.at(-1)).toBe(`Shop/Orders: release ${id} succeeded, green is live`);
  expect(world.shares()).toEqual({ blue: 0, green: 100 });
  const { json } = await run(history([service], listener(), plain, 5));
  expect(json).toMatchObject({ services: [{ releases: [{ id, phase: 'succeeded' }] }] });

  const told = listener();
  await run(rollback({ service }, told));
  await run(until('waiting'));
  await run(promote({ service }, listener(), { watch }));
  expect(told.lines.join()).toContain('of the previous version shop:1 has started');
  expect(await observe(service)).toMatchObject({ live: 'blue', version: expect.stringMatching(/shop:1$/) });
});

test('a release that is rejected goes back before production traffic has moved', async () => {
  await releaseUntil('waiting');

  expect((await run(reject({ service }, listener(), { watch }))).exitStatus).toBe(0);

  expect((await observe(service)).release).toMatchObject({
    phase: 'rolled-back',
    reason: expect.stringContaining('POST_TEST'),
  });
  expect(world.shares().green).toBe(0);
});

test('a release that is stopped while it bakes goes back at once', async () => {
  await releaseUntil('waiting');
  await run(promote({ service }, listener()));
  await run(until('baking'));

  const { exitStatus } = await run(stop({ service }, listener(), { watch }));

  expect([exitStatus, world.shares().green]).toEqual([0, 0]);
  expect(world.healthy('blue')).toBe(2);
});

test('a second release is refused while one runs, and so is one of what is live', async () => {
  const id = await releaseUntil('waiting');
  const second = listener();

  expect((await run(release(service, second))).exitStatus).toBe(1);

  expect(second.lines.join()).toContain(`release ${id} of Shop/Orders is running`);
  await run(reject({ service }, listener(), { watch }));
  const same = listener();
  expect((await run(release(service, same, { taskDefinition: 'shop:1' }))).exitStatus).toBe(0);
  expect(same.lines.join()).toContain('nothing to release');
});

test('a firing alarm speaks against a release', async () => {
  await world.call('cloudwatch', 'SetAlarmState', { AlarmName: alarm, StateValue: 'ALARM', StateReason: 'test' });
  const voice = listener();

  expect((await run(release(service, voice, { force: true, taskDefinition: 'shop:1' }))).exitStatus).toBe(0);

  expect(voice.lines.join()).toContain('a rollback alarm is firing already');
});

test.each<[string, () => Promise<unknown>, string]>([
  [
    'a description',
    () => release(service, listener(), { description: 'x' }),
    "'--description' does not apply to Shop/Orders",
  ],
  ['an unknown release', () => service.releases.stop('x'), "there is no release 'x' of Shop/Orders"],
  ['the end of the bake', () => service.releases.finish('x'), "'--finish' does not apply to Shop/Orders"],
  ['a colour', () => service.releases.goBackTo('blue'), "'--to' does not apply to Shop/Orders"],
])('%s is refused', async (_, command, message) => {
  await expect(run(command())).rejects.toThrow(message);
});

test('what its analysis has written down is the reason of a release, where ECS knows only that somebody has stopped it', async () => {
  const id = await releaseUntil('waiting');
  await run(stop({ service }, listener(), { watch }));
  const told = (await observe(service)).release?.reason;
  recorded.reason = 'candidate failed 41 of 5,950 requests, live 6 of 53,210';

  expect(told).not.toBe(recorded.reason);
  expect((await observe(service)).release).toMatchObject({ id, reason: recorded.reason });
  const { json } = await run(history([service], listener(), plain, 5));
  expect(JSON.stringify(json)).toContain(recorded.reason);
});

test('nothing is released that its analysis could not compare', async () => {
  recorded.objections = ['there is no data of errors on blue'];

  await registerNext();

  const { exitStatus, json } = await run(release(service, listener()));

  expect([exitStatus, (await observe(service)).release]).toEqual([1, undefined]);
  expect(JSON.stringify(json)).toContain('there is no data of errors on blue');
});
