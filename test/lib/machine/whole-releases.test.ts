import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Approval, DeadlineAction, PreviousColour } from '../../../lib';
import { synthesiseMachineShop } from '../../fixtures/machine-shop';
import { MachineWorld } from '../../fixtures/machine-world';

const folders: string[] = [];
let world: MachineWorld | undefined;

afterEach(async () => {
  await world?.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A shop in virtual time. */
async function shop(props: Parameters<typeof synthesiseMachineShop>[1] = {}): Promise<MachineWorld> {
  const folder = mkdtempSync(path.join(tmpdir(), 'release-'));
  folders.push(folder);
  synthesiseMachineShop(folder, props);
  world = await MachineWorld.create(folder);
  return world;
}

/** The end of an execution, without anybody at the gate. */
async function unattended({ aws, clock }: MachineWorld, arn: string): Promise<string> {
  const execution = aws.stepFunctions.execution(arn);
  await clock.run(
    (async () => {
      while (execution.status === 'RUNNING') await clock.sleep(5_000);
    })(),
  );
  return execution.status;
}

describe('a release on the local AWS', () => {
  test('makes the candidate live, and scales the previous colour to zero', async () => {
    const one = await shop();

    expect(await one.finish(await one.start('r-1'))).toBe('SUCCEEDED');
    await one.clock.advance(300_000);

    expect(await one.remains('r-1')).toMatchObject({
      live: 'green',
      weights: { blue: 0, green: 100 },
      outcome: 'succeeded',
    });
    expect([one.healthy('blue'), one.healthy('green')]).toEqual([0, 2]);
    expect(one.violations).toEqual([]);
  });

  test('is followed by one in the other direction', async () => {
    const one = await shop();
    await one.finish(await one.start('r-1'));

    expect(await one.finish(await one.start('r-2'))).toBe('SUCCEEDED');
    expect(await one.remains('r-2')).toMatchObject({ live: 'blue', weights: { blue: 100, green: 0 }, lock: undefined });
  });

  test('is refused while another holds the lock, and says which', async () => {
    const one = await shop();
    const first = await one.start('r-1');
    await one.clock.advance(1_000);
    const second = await one.start('r-2');

    expect(await unattended(one, second)).toBe('FAILED');
    const { error, cause } = await one.call('states', 'DescribeExecution', { executionArn: second });
    expect({ error, cause }).toEqual({ error: 'Locked', cause: expect.stringContaining('the release r-1 runs') });
    expect(await one.finish(first)).toBe('SUCCEEDED');
  });

  test('touches nothing when somebody has moved weights by hand', async () => {
    const one = await shop();
    const { blue, green } = one.descriptor.colours;
    const TargetGroups = [
      { TargetGroupArn: blue.targetGroup, Weight: 70 },
      { TargetGroupArn: green.targetGroup, Weight: 30 },
    ];
    await one.call('elasticloadbalancing', 'ModifyListener', {
      ListenerArn: one.descriptor.listener,
      DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
    });

    expect(await unattended(one, await one.start('r-1'))).toBe('FAILED');
    expect(await one.remains('r-1')).toMatchObject({
      outcome: 'refused',
      lock: undefined,
      weights: { blue: 70, green: 30 },
    });
  });
});

test('a release of a group that has only a rule of a shared listener changes that rule, forward and back', async () => {
  const one = await shop({ shared: true });
  const { listener, rule } = one.descriptor;
  expect(rule).toContain(':listener-rule/app/');

  expect(await one.finish(await one.start('r-1'))).toBe('SUCCEEDED');
  expect(await one.remains('r-1')).toMatchObject({ live: 'green', weights: { blue: 0, green: 100 }, lock: undefined });
  expect(await unattended(one, await one.rollBack('r-1', 'blue'))).toBe('SUCCEEDED');
  expect(await one.remains('r-1')).toMatchObject({ live: 'blue', weights: { blue: 100, green: 0 } });

  const { Listeners } = await one.call('elasticloadbalancing', 'DescribeListeners', { ListenerArns: [listener] });
  expect(Listeners[0].DefaultActions).toEqual([expect.objectContaining({ Type: 'fixed-response' })]);
  expect(one.violations).toEqual([]);
});

describe('a release whose candidate is tested on spot instances', () => {
  /** Healthy targets of a colour by the way in which their instances were bought. */
  async function bought(one: MachineWorld, colour: 'blue' | 'green') {
    const targets = one.aws.elbv2.healthyTargets(one.descriptor.colours[colour].targetGroup);
    const { Reservations } = await one.call('ec2', 'DescribeInstances', {
      InstanceIds: targets.map((target) => target.split(':')[0]),
    });
    const all: { InstanceLifecycle?: string }[] = Reservations.flatMap(
      ({ Instances }: { Instances: object[] }) => Instances,
    );
    return all.map(({ InstanceLifecycle = 'on-demand' }) => InstanceLifecycle);
  }

  test('has none of them any more when production traffic comes', async () => {
    const one = await shop({ spotWhileIdle: true, previewCapacity: 1, previousColour: PreviousColour.kept() });
    // Green was stood up on demand; after one release each colour has been idle.
    await one.finish(await one.start('r-1'));
    const second = await one.start('r-2');
    await one.clock.advance(400_000);
    expect(await bought(one, 'blue')).toEqual(['spot']);

    await one.finish(second, () => one.weights().blue > 0);
    expect(await bought(one, 'blue')).toEqual(['on-demand', 'on-demand']);
    expect(await one.finish(second)).toBe('SUCCEEDED');
    expect(await bought(one, 'green')).toEqual(['on-demand', 'on-demand']);
    expect(one.violations).toEqual([]);
  });

  test('and is sent back, can still be gone back to on demand', async () => {
    const one = await shop({ spotWhileIdle: true, previewCapacity: 1 });
    await one.finish(await one.start('r-1'));
    const second = await one.start('r-2');
    await one.clock.advance(400_000);
    await unattended(one, await one.rollBack('r-2', 'green'));
    await one.settle();
    expect(one.aws.stepFunctions.execution(second).status).toBe('ABORTED');

    expect(await unattended(one, await one.rollBack('r-1', 'blue'))).toBe('SUCCEEDED');
    expect(await bought(one, 'blue')).toEqual(['on-demand', 'on-demand']);
    expect(await one.remains('r-1')).toMatchObject({ live: 'blue', weights: { blue: 100, green: 0 } });
    expect(one.violations).toEqual([]);
  });
});

describe('a gate that nobody opens', () => {
  test.each([
    [DeadlineAction.REJECT, 'FAILED', 'blue'],
    [DeadlineAction.PROMOTE, 'SUCCEEDED', 'green'],
  ])('%s at its deadline: %s, %s is live', async (atDeadline, status, live) => {
    const one = await shop({ approval: Approval.required({ within: Duration.minutes(5), atDeadline }) });

    expect(await unattended(one, await one.start('r-1'))).toBe(status);
    await one.settle();

    expect(await one.remains('r-1')).toMatchObject({ live, lock: undefined, weights: { [live]: 100 } });
  });

  test('goes back when its person rejects', async () => {
    const one = await shop();
    const arn = await one.start('r-1');
    await one.clock.advance(400_000);
    const { Item } = await one.call('dynamodb', 'GetItem', {
      TableName: one.descriptor.table,
      Key: { kind: { S: 'release' }, id: { S: 'r-1' } },
    });
    await one.call('states', 'SendTaskFailure', { taskToken: Item.taskToken.S, error: 'Rejected', cause: 'by a test' });
    await unattended(one, arn);
    await one.settle();

    expect(await one.remains('r-1')).toMatchObject({ outcome: 'rolled-back', live: 'blue', lock: undefined });
  });
});

describe('after the release', () => {
  test('production goes back to a colour that was scaled to zero, which is brought up first', async () => {
    const one = await shop();
    await one.finish(await one.start('r-1'));
    await one.clock.advance(300_000);

    expect(await unattended(one, await one.rollBack('r-1', 'blue'))).toBe('SUCCEEDED');

    expect(await one.remains('r-1')).toMatchObject({
      live: 'blue',
      weights: { blue: 100, green: 0 },
      outcome: 'rolled-back',
    });
    expect(one.healthy('blue')).toBe(2);
    expect(one.violations).toEqual([]);
  });

  test('the previous colour is kept for some hours, then scaled to zero', async () => {
    const one = await shop({ previousColour: PreviousColour.keptFor(Duration.hours(2)) });
    await one.finish(await one.start('r-1'));
    await one.clock.advance(3_600_000);
    expect(one.healthy('blue')).toBe(2);

    await one.settle();
    await one.clock.advance(300_000);

    expect(one.healthy('blue')).toBe(0);
    expect(await one.remains('r-1')).toMatchObject({ live: 'green', lock: undefined });
  });

  test('a colour that is live again by then is left alone', async () => {
    const one = await shop({ previousColour: PreviousColour.keptFor(Duration.hours(2)) });
    await one.finish(await one.start('r-1'));
    await unattended(one, await one.rollBack('r-1', 'blue'));

    await one.settle();
    await one.clock.advance(300_000);

    expect(one.healthy('blue')).toBe(2);
    expect(await one.remains('r-1')).toMatchObject({ live: 'blue', weights: { blue: 100, green: 0 } });
  });
});
