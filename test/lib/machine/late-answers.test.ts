import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MachineClients } from '../../../bin/aws/clients';
import { AsgWorkload } from '../../../bin/aws/machine/asg-workload';
import { MachineReleases } from '../../../bin/aws/machine/machine-releases';
import { followLink, makePerson, waitingRelease } from '../../fixtures/gate';
import { inProcessClient } from '../../fixtures/in-process-clients';
import { synthesiseMachineShop } from '../../fixtures/machine-shop';
import { MachineWorld } from '../../fixtures/machine-world';

let folder: string;
let world: MachineWorld;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'late-'));
  // Somebody has ten minutes to answer.
  synthesiseMachineShop(folder, { told: true });
});
beforeEach(async () => {
  world = await MachineWorld.create(folder);
});
afterEach(() => world.stop());
afterAll(() => rmSync(folder, { recursive: true }));

/** Promotes as a person; returns why that did not work. */
type Promote = (link: string, ada: string) => Promise<string | undefined>;

const byLink: Promote = async (link, ada) => {
  const { AutomationExecutionStatus, FailureMessage } = await followLink(world, link, ada);
  expect(AutomationExecutionStatus).toBe(FailureMessage === undefined ? 'Success' : 'Failed');
  return FailureMessage;
};

const byCli: Promote = async (_link, ada) => {
  const { cloud } = world.aws;
  const client = (prefix: string) => inProcessClient(cloud, ada, prefix);
  const clients = { stepFunctions: client('states'), dynamoDb: client('dynamodb'), sts: client('sts') };
  const workload = new AsgWorkload(world.descriptor, {} as ConstructorParameters<typeof AsgWorkload>[1]);
  const pause = () => world.clock.sleep(1_000);
  const releases = new MachineReleases(world.descriptor, workload, clients as unknown as MachineClients, pause);
  return world.clock.run(
    releases.promote('r-1').then(
      () => undefined,
      (error: Error) => error.message,
    ),
  );
};

const isIn = (phase: string, cli: string) => ({
  link: `ReleaseMustBeWaiting: $.Item.phase.S is ${phase}, and not waiting`,
  cli: `release r-1 does not wait for a person any more: ${cli}; nothing was changed`,
});
/** The whole account of what a release is like. */
const standing = async () => [await world.remains('r-1'), await world.clock.run(world.read('release', 'r-1'))];

describe.each<[string, 'link' | 'cli', Promote]>([
  ['the link', 'link', byLink],
  ['the CLI', 'cli', byCli],
])('an answer by %s', (_name, way, promote) => {
  test('after the deadline changes nothing, and says what became of the release', async () => {
    const { arn, promote: link } = await waitingRelease(world);
    const ada = await makePerson(world, 'ada');
    await world.clock.advance(900_000);
    await world.settle();
    const before = await standing();
    expect(before[0]).toMatchObject({ outcome: 'rolled-back', live: 'blue', lock: undefined });

    const why = 'it is rolled-back (nobody promoted the release within 10 minutes)';
    expect(await promote(link, ada)).toContain(isIn('rolled-back', why)[way]);
    await world.settle();
    expect(await standing()).toEqual(before);
    expect(world.aws.stepFunctions.execution(arn).status).toBe('FAILED');
  });

  test('for the second time changes nothing, and says so', async () => {
    const { arn, promote: link } = await waitingRelease(world);
    const [ada, bob] = [await makePerson(world, 'ada'), await makePerson(world, 'bob')];
    expect(await promote(link, ada)).toBeUndefined();
    await world.clock.advance(30_000);

    expect(await promote(link, bob)).toContain(isIn('shifting', `${ada} promoted it`)[way]);
    expect(await world.finish(arn)).toBe('SUCCEEDED');
    expect(await world.clock.run(world.read('release', 'r-1'))).toMatchObject({
      outcome: 'succeeded',
      promotedBy: ada,
    });
  });
});

test('a token that was used is refused, and so is one that the gate has renewed', async () => {
  const { arn } = await waitingRelease(world);
  const { taskToken = '' } = await world.clock.run(world.read('release', 'r-1'));
  const send = (token: string) => world.call('states', 'SendTaskSuccess', { taskToken: token, output: '{}' });
  await world.clock.advance(70_000);
  const { taskToken: renewed = '' } = await world.clock.run(world.read('release', 'r-1'));
  expect(renewed).not.toBe(taskToken);

  await expect(send(taskToken)).rejects.toMatchObject({ code: 'TaskTimedOut' });
  await send(renewed);
  await expect(send(renewed)).rejects.toMatchObject({ code: expect.stringMatching(/^Task(TimedOut|DoesNotExist)$/) });
  expect(await world.finish(arn)).toBe('SUCCEEDED');
});
