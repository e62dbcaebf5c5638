import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Analysis, Approval, DeadlineAction, InconclusiveAction, TrafficShift } from '../../../lib';
import { AwsError } from '../../../rehearsal/aws-error';
import { synthesiseMachineShop } from '../../fixtures/machine-shop';
import { MachineWorld } from '../../fixtures/machine-world';
import { VirtualUsers } from '../../fixtures/virtual-users';

const GATE_SECONDS = 600;
const PATIENCE_SECONDS = 240;
const folder = mkdtempSync(path.join(tmpdir(), 'gate-'));
const folderOf = (action: InconclusiveAction) => path.join(folder, action);
let world: MachineWorld;
let users: VirtualUsers;

beforeAll(() => {
  for (const inDoubt of [InconclusiveAction.PASS, InconclusiveAction.FAIL]) {
    synthesiseMachineShop(folderOf(inDoubt), {
      approval: Approval.required({
        within: Duration.seconds(GATE_SECONDS),
        atDeadline: DeadlineAction.PROMOTE,
      }),
      shift: TrafficShift.canary({ stepPercent: 10, stepBakeTime: Duration.minutes(5) }),
      bakeTime: Duration.minutes(2),
      analysis: Analysis.ofTargets({ patience: Duration.seconds(PATIENCE_SECONDS), inDoubt }),
    });
  }
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(async () => {
  users.stop();
  await world.stop();
});

/** A release that has come to its gate, where nobody decides. */
async function atGate(inDoubt: InconclusiveAction): Promise<string> {
  world = await MachineWorld.create(folderOf(inDoubt));
  const { colours, listener } = world.descriptor;
  const groups = { blue: colours.blue.targetGroup, green: colours.green.targetGroup };
  users = new VirtualUsers(world.aws, world.clock, listener, groups);
  users.start();
  await world.clock.advance(900_000);
  world.promotesAtTurn = Number.POSITIVE_INFINITY;
  const execution = await world.start('r-1');
  await world.finish(execution, async () => (await world.read('release', 'r-1')).phase === 'waiting');
  return execution;
}

/** CloudWatch gives no metrics until the returned function is called. */
function throttle(): () => void {
  const { gatekeeper } = world.aws.cloud;
  world.aws.cloud.gatekeeper = {
    admit: (principal, service, operation, input) => {
      if (operation === 'GetMetricData') throw new AwsError('Throttling', 'Rate exceeded');
      return gatekeeper?.admit(principal, service, operation, input);
    },
  };
  return () => {
    world.aws.cloud.gatekeeper = gatekeeper;
  };
}

/** What a look of somebody else has written: the release has failed. */
async function failed(release: string, reason: string): Promise<void> {
  const Key = { kind: { S: 'analysis' }, id: { S: release } };
  const { Item } = await world.call('dynamodb', 'GetItem', { TableName: world.descriptor.table, Key });
  const entry = { ...JSON.parse(Item.entry.S), verdict: 'fail', reason };
  await world.call('dynamodb', 'PutItem', {
    TableName: world.descriptor.table,
    Item: { ...Item, entry: { S: JSON.stringify(entry) } },
  });
}

const secondsSince = (from: number) => (world.clock.now() - from) / 1000;

describe('a gate that nobody decides at', () => {
  test('is held beyond its deadline while the analysis sees nothing, and opens when it sees again', async () => {
    const execution = await atGate(InconclusiveAction.FAIL);
    const from = world.clock.now();
    const seesAgain = throttle();
    await world.finish(execution, () => secondsSince(from) > GATE_SECONDS + PATIENCE_SECONDS / 2);
    expect((await world.read('release', 'r-1')).phase).toBe('waiting');
    expect(world.weights().green).toBe(0);

    seesAgain();
    expect(await world.finish(execution)).toBe('SUCCEEDED');
    expect(await world.read('release', 'r-1')).toMatchObject({ outcome: 'succeeded', promotedBy: 'the deadline' });
  });

  test('sends the release back when that lasts too long, where doubt is to fail', async () => {
    const execution = await atGate(InconclusiveAction.FAIL);
    const from = world.clock.now();
    throttle();

    expect(await world.finish(execution)).toBe('FAILED');
    await world.settle();
    expect(secondsSince(from)).toBeGreaterThanOrEqual(GATE_SECONDS + PATIENCE_SECONDS);
    expect(await world.remains('r-1')).toMatchObject({ outcome: 'rolled-back', live: 'blue', lock: undefined });
    expect((await world.read('release', 'r-1')).reason).toMatch(
      /^in doubt \d+ seconds after its end: the analysis sees nothing for \d+ seconds: Rate exceeded/,
    );
  });

  test('opens when that lasts too long, where doubt is to pass; the first step is judged all the same', async () => {
    const execution = await atGate(InconclusiveAction.PASS);
    throttle();

    expect(await world.finish(execution)).toBe('FAILED');
    await world.settle();
    const { promotedBy, reason } = await world.read('release', 'r-1');
    expect(promotedBy).toBe('the deadline');
    expect(reason).toMatch(/^the analysis sees nothing for \d+ seconds/);
    expect(await world.remains('r-1')).toMatchObject({ outcome: 'rolled-back', weights: { blue: 100, green: 0 } });
  });

  test('sends the release back at once when its analysis has failed', async () => {
    const execution = await atGate(InconclusiveAction.PASS);
    const from = world.clock.now();
    await world.clock.advance(120_000);
    await failed('r-1', 'candidate failed 41 of 5,950 requests');

    expect(await world.finish(execution)).toBe('FAILED');
    await world.settle();
    expect(secondsSince(from)).toBeLessThan(GATE_SECONDS / 2);
    expect(await world.read('release', 'r-1')).toMatchObject({
      outcome: 'rolled-back',
      reason: 'candidate failed 41 of 5,950 requests',
    });
  });
});
