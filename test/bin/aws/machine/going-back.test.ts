import { DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { ListExecutionsCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { rollback } from '../../../../bin/commands/rollback';
import { stop } from '../../../../bin/commands/stop';
import { listener } from '../../commands/fakes';
import {
  autoScaling,
  dnsName,
  dynamoDb,
  execution,
  groups,
  healthy,
  ID,
  item,
  records,
  released,
  releasing,
  rollbackExecution,
  running,
  serviceItem,
  started,
  stepFunctions,
  sts,
  untouched,
  WHO,
  weights,
} from './fixtures';

beforeEach(untouched);

describe('going back by the state machine', () => {
  test.each([
    ['stop', stop],
    ['rollback', rollback],
  ])('%s starts the rollback machine with the colour that was live', async (_, verb) => {
    releasing('shifting', { live: 'green' });
    serviceItem({ live: 'green', lock: ID });

    expect((await verb({ service: groups() }, listener())).exitStatus).toBe(0);
    expect(started()).toEqual([
      {
        machine: 'Rollback',
        name: expect.stringMatching(new RegExp(`^${ID}-back-[0-9a-f]{4}$`)),
        input: { release: ID, live: 'green', reason: `stopped by ${WHO}`, who: WHO, bringUp: false },
      },
    ]);
  });

  test('works for a release that was killed', async () => {
    releasing('shifting');
    execution('ABORTED');
    expect((await rollback({ service: groups() }, listener())).exitStatus).toBe(0);
    expect(started()).toHaveLength(1);
  });

  test('is not begun twice', async () => {
    releasing('shifting');
    rollbackExecution('RUNNING');
    const voice = listener();

    expect((await rollback({ service: groups() }, voice)).exitStatus).toBe(0);
    expect(started()).toEqual([]);
    expect(voice.lines[0]).toBe(`release ${ID} of Shop/Web is going back already`);
  });

  test('is begun again when the rollback itself has failed', async () => {
    releasing('shifting');
    rollbackExecution('FAILED');
    expect((await rollback({ service: groups() }, listener())).exitStatus).toBe(0);
    expect(started()).toHaveLength(1);
  });

  test.each([
    [0, 4, 4, true],
    [3, 4, 4, true],
    [4, 4, 4, false],
    [0, 4, 0, true],
    [4, 3, 4, true],
    // They still answer, but their group is told to have none.
    [4, 0, 4, true],
  ])('after the end, with %i healthy targets of %i where live has %i, bringUp is %p', async (...given) => {
    const [previous, goal, live, bringUp] = given;
    released();
    healthy(previous, live);
    running('6', goal);
    const voice = listener();

    const ended = await rollback({ service: groups() }, voice);

    expect(started()[0].input).toMatchObject({ release: ID, live: 'blue', reason: `rolled back by ${WHO}`, bringUp });
    expect(ended.json).toMatchObject({ rolledBack: true, rolledBackBy: 'the rollback machine', id: ID, from: ID });
    const first = bringUp ? 'blue is brought up again first, then it gets' : 'blue gets';
    expect(voice.lines[0]).toBe(`release ${ID} of Shop/Web has ended: ${first} all production traffic back`);
  });

  test('after the end of a DNS release looks at the previous target, unless it is named', async () => {
    released();
    const voice = listener();
    await rollback({ service: dnsName() }, voice);
    expect(voice.lines[0]).toMatch(/blue is looked at first; when it is healthy, it gets all production traffic back$/);
    stepFunctions.on(ListExecutionsCommand).resolves({ executions: [{ name: ID, status: 'SUCCEEDED' }] as never });
    await rollback({ service: dnsName() }, listener(), { to: 'blue' });
    expect(started().map(({ input }) => [input.live, input.bringUp])).toEqual([
      ['blue', true],
      ['blue', false],
    ]);
  });

  test('is followed past the phase in which the release was', async () => {
    released();
    stepFunctions.on(StartExecutionCommand).callsFake(() => {
      rollbackExecution('RUNNING', `${ID}-back-0001`);
      return {};
    });
    const pause = async () => {
      serviceItem({ live: 'blue' });
      weights(100, 0);
      records(item(ID, { phase: 'rolled-back', outcome: 'rolled-back', reason: 'rolled back by ann' }));
      rollbackExecution('SUCCEEDED', `${ID}-back-0001`);
    };
    const voice = listener();

    expect((await rollback({ service: groups() }, voice, { watch: { pause } })).exitStatus).toBe(0);
    expect(voice.lines.at(-1)).toBe(`Shop/Web: release ${ID} was rolled back (rolled back by ann); blue is live`);
  });

  test('of an older release is refused while another runs', async () => {
    records(
      item('20261121T060000Z-0000', { phase: 'shifting' }),
      item(ID, { phase: 'succeeded', outcome: 'succeeded' }),
    );
    serviceItem({ live: 'green', lock: '20261121T060000Z-0000' });

    await expect(rollback({ service: groups(), id: ID }, listener())).rejects.toThrow(
      'release 20261121T060000Z-0000 of Shop/Web is running; stop that one first: bluegreen stop Shop/Web',
    );
    expect(started()).toEqual([]);
  });

  test('is refused while the colour to go back to is being scaled down', async () => {
    released();
    serviceItem({ live: 'green', lock: `${ID}-retire`, retiring: new Date().toISOString() });
    await expect(rollback({ service: groups() }, listener())).rejects.toThrow('is being scaled to zero');
    expect(started()).toEqual([]);
  });

  test('is refused to a group that was made after the release began, and was never live', async () => {
    const CreatedTime = new Date('2026-11-21T07:00:00Z');
    autoScaling
      .on(DescribeAutoScalingGroupsCommand)
      .resolves({ AutoScalingGroups: [{ CreatedTime, DesiredCapacity: 4 }] as never });

    released({ startedAt: '2026-11-21T06:00:00.000Z' });
    await expect(rollback({ service: groups() }, listener())).rejects.toThrow(
      `blue of Shop/Web was made after release ${ID} began, so it is not what was live before`,
    );
    expect(started()).toEqual([]);

    released({ startedAt: '2026-11-21T08:00:00.000Z' });
    expect((await rollback({ service: groups() }, listener())).exitStatus).toBe(0);
  });

  test('to the colour that is live is refused', async () => {
    released();
    serviceItem({ live: 'blue' });
    await expect(rollback({ service: groups() }, listener())).rejects.toThrow(
      `blue was live before release ${ID} of Shop/Web, and is live now`,
    );
  });

  test('to a colour that is named asks nothing of the table, and takes the release that runs', async () => {
    dynamoDb.reset();
    dynamoDb.rejects(new Error('the table is down'));
    stepFunctions.on(ListExecutionsCommand).resolves({
      executions: [
        { name: '20261121T060000Z-0000', status: 'FAILED' },
        { name: ID, status: 'RUNNING' },
      ] as never,
    });

    const ended = await rollback({ service: groups() }, listener(), { to: 'blue' });

    expect(ended.json).toMatchObject({ rolledBack: true, id: ID, to: 'blue' });
    expect(started()).toEqual([
      {
        machine: 'Rollback',
        name: expect.stringContaining(`${ID}-back-`),
        input: { release: ID, live: 'blue', reason: `sent back to blue by ${WHO}`, who: WHO, bringUp: false },
      },
    ]);
  });

  test('to a colour that is none is refused, and to any when nothing was released', async () => {
    await expect(rollback({ service: groups() }, listener(), { to: 'red' })).rejects.toThrow(
      "'--to' must be blue or green, got 'red'",
    );
    await expect(rollback({ service: groups() }, listener(), { to: 'blue' })).rejects.toThrow('was never released');
    expect(started()).toEqual([]);
  });

  test('needs no name of who does it', async () => {
    releasing('shifting');
    sts.rejects(new Error('denied'));
    await stop({ service: groups() }, listener());
    expect(started()[0].input).toMatchObject({ who: '', reason: 'stopped by somebody' });
  });
});
