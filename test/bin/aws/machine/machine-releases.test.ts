import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeExecutionCommand,
  InvalidToken,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { history } from '../../../../bin/commands/history';
import { promote } from '../../../../bin/commands/promote';
import { reject } from '../../../../bin/commands/reject';
import { release } from '../../../../bin/commands/release';
import { rollback } from '../../../../bin/commands/rollback';
import { status } from '../../../../bin/commands/status';
import { stop } from '../../../../bin/commands/stop';
import { plain } from '../../../../bin/views/paint';
import { listener, WITHOUT_PAUSE } from '../../commands/fakes';
import {
  dnsName,
  dynamoDb,
  EXECUTION,
  execution,
  groups,
  healthy,
  ID,
  item,
  records,
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

const metadata = { $metadata: {}, message: 'no' };

/** A release that runs, in this phase. */
function releasing(phase: string, texts: Record<string, string> = {}) {
  serviceItem({ lock: ID });
  records(item(ID, { phase, execution: EXECUTION, ...texts }));
  execution('RUNNING');
}

/** A release that has ended and is live. */
function released(texts: Record<string, string> = {}) {
  serviceItem({ live: 'green' });
  records(item(ID, { phase: 'succeeded', outcome: 'succeeded', ...texts }));
  weights(0, 100);
  healthy(0, 4);
}

describe('bluegreen release by the state machine', () => {
  test('starts the release machine with the newest launch template versions', async () => {
    const voice = listener();

    const ended = await release(groups(), voice, { description: 'spring', commitTime: '2026-11-21T06:00:00+01:00' });

    const [{ machine, name, input }] = started();
    expect(machine).toBe('Release');
    expect(name).toMatch(/^\d{8}T\d{6}Z-[0-9a-f]{4}$/);
    expect(input).toEqual({
      candidate: { launchTemplateVersions: { blue: '7', green: '5' } },
      who: WHO,
      description: 'spring',
      commitTime: '2026-11-21T05:00:00.000Z',
    });
    expect(ended).toEqual({
      exitStatus: 0,
      json: { service: 'Shop/Web', released: true, id: name, version: 'lt-g version 5' },
    });
    expect(voice.lines[0]).toBe(`release ${name} of Shop/Web has started: lt-g version 5`);
  });

  test('brings whatever answers on the idle target of a DNS name', async () => {
    expect((await release(dnsName(), listener())).json).toMatchObject({ version: 'green.example.net' });
    expect(started()[0].input).toEqual({ candidate: {}, who: WHO, description: '', commitTime: '' });
  });

  test('releases another version of a launch template when one is named', async () => {
    await release(groups(), listener(), { launchTemplateVersion: ['green=4'] });
    expect(started()[0].input).toMatchObject({ candidate: { launchTemplateVersions: { blue: '7', green: '4' } } });
  });

  test('releases a revision by CodeDeploy', async () => {
    await release(groups({ application: 'app' }), listener(), { revision: 's3://bundles/web/1.zip' });
    expect(started()[0].input).toMatchObject({
      candidate: {
        revision: { RevisionType: 'S3', S3Location: { Bucket: 'bundles', Key: 'web/1.zip', BundleType: 'zip' } },
      },
    });
  });

  test('releases the revision of the template with the newest launch templates, and none where a version is named', async () => {
    const S3Location = { Bucket: 'bundles', Key: 'web/1.zip', BundleType: 'zip', Version: 'v7' };
    const given = { application: 'app', revision: { RevisionType: 'S3', S3Location } as const };
    running('7');

    const { json } = await release(groups(given), listener());
    running('6');
    await release(groups(given), listener(), { launchTemplateVersion: ['green=4'] });

    const [{ input }, { input: older }] = started();
    expect(json).toMatchObject({ released: true, version: 's3://bundles/web/1.zip?versionId=v7' });
    expect(input.candidate).toEqual({
      launchTemplateVersions: { blue: '7', green: '5' },
      revision: { RevisionType: 'S3', S3Location },
    });
    expect(older.candidate).toEqual({ launchTemplateVersions: { blue: '7', green: '4' } });
  });

  test('has nothing to do when live runs the newest version', async () => {
    running('7');
    const voice = listener();

    expect((await release(groups(), voice)).exitStatus).toBe(0);
    expect(started()).toEqual([]);
    expect(voice.lines[0]).toBe('nothing to release: Shop/Web runs lt-g version 5 already (--force releases it again)');
  });

  test.each([
    [groups, { taskDefinition: 'orders:7' }, "'--task-definition' does not apply to Shop/Web: it is a pair of Auto"],
    [dnsName, { revision: 's3://a/b.zip' }, "'--revision' does not apply to Shop/Web: it is a DNS name"],
    [groups, { revision: 's3://a/b.zip' }, "'--revision' needs a CodeDeploy application, and Shop/Web has none"],
    [groups, { launchTemplateVersion: ['red=1'] }, "must be blue=<number> or green=<number>, got 'red=1'"],
    [groups, { launchTemplateVersion: ['blue=latest'] }, "must be blue=<number> or green=<number>, got 'blue=latest'"],
    [groups, { commitTime: 'yesterday' }, "'--commit-time' must be a time such as"],
  ])('refuses what does not fit, and starts nothing (%#)', async (service, options, why) => {
    await expect(release(service(), listener(), options)).rejects.toThrow(why);
    expect(started()).toEqual([]);
  });

  test('refuses a second one, with the id of the one that runs', async () => {
    releasing('shifting');
    const voice = listener();

    expect(await release(groups(), voice)).toEqual({
      exitStatus: 1,
      json: { service: 'Shop/Web', released: false, runningId: ID },
    });
    expect(voice.lines[0]).toContain(`refused: release ${ID} of Shop/Web is running`);
    expect(started()).toEqual([]);
  });

  test('refuses it too while the lock is still held', async () => {
    released();
    serviceItem({ live: 'green', lock: ID });

    expect((await release(groups(), listener())).json).toMatchObject({ runningId: ID });
    expect(started()).toEqual([]);
  });

  test('waits for the previous colour to be scaled down, but not for one that was killed at it', async () => {
    released();
    serviceItem({ live: 'green', lock: `${ID}-retire`, retiring: new Date().toISOString() });
    await expect(release(groups(), listener())).rejects.toThrow('the previous colour of Shop/Web is being scaled to');
    expect(started()).toEqual([]);

    serviceItem({ live: 'green', lock: `${ID}-retire`, retiring: new Date(Date.now() - 601_000).toISOString() });
    expect((await release(groups(), listener())).exitStatus).toBe(0);
  });

  test('follows the release of which another was quicker, to its refusal', async () => {
    let id = '';
    stepFunctions.on(StartExecutionCommand).callsFake(({ name }) => {
      id = name;
      stepFunctions
        .on(DescribeExecutionCommand, { executionArn: EXECUTION.replace(ID, name) })
        .resolves({ status: 'FAILED', error: 'Locked', cause: 'the release x runs' });
      return {};
    });
    const voice = listener();

    expect((await release(groups(), voice, { watch: WITHOUT_PAUSE })).exitStatus).toBe(1);
    expect(voice.lines.at(-1)).toBe(
      `Shop/Web: release ${id} was refused (the release x runs); nothing was touched, blue is live`,
    );
  });
});

describe('bluegreen status by the state machine', () => {
  test('shows the record, the real weights and the steps', async () => {
    serviceItem({ lock: ID });
    const steps = {
      '2': { M: { weight: { N: '100' }, at: { S: '2026-11-21T05:50:00Z' } } },
      '1': { M: { weight: { N: '10' }, verdict: { S: 'pass' } } },
    };
    records(
      item(ID, { phase: 'shifting', who: 'ann', promotedBy: 'bob', description: '-' }, { steps: { M: steps } }),
      item('20261120T000000Z-0000', { phase: 'rolled-back', outcome: 'rolled-back', reason: 'an alarm fired: Errors' }),
    );
    execution('RUNNING');
    weights(0, 100);
    healthy(4, 4);
    const voice = listener();

    const { json } = await status([groups()], voice, plain);

    expect(voice.lines).toEqual([
      'Shop/Web',
      '  phase    shifting (step 2 of 2)',
      `  release  ${ID}`,
      '  traffic  blue (live) 0 %   green (candidate) 100 %',
      '  healthy  blue 4 targets   green 4 targets',
      '  alarms   none firing',
      '  version  lt-b version 6 is live',
      '  steps    10 % pass, 100 % bakes',
      '  promoted by bob',
      '  before   20261120T000000Z-0000 went back: an alarm fired: Errors',
      '  next     to go back: bluegreen rollback Shop/Web',
    ]);
    expect(json).toMatchObject({
      services: [{ release: { id: ID, phase: 'shifting', candidate: 'green', who: 'ann', description: undefined } }],
    });
  });

  test('reads the weights of a DNS name in percent, and counts no targets', async () => {
    weights(1, 3);
    const { json } = await status([dnsName()], listener(), plain);
    expect(json).toEqual({
      services: [
        {
          service: 'Shop/Web',
          live: 'blue',
          weights: { blue: 25, green: 75 },
          version: 'blue.example.net',
          firing: [],
          release: undefined,
        },
      ],
    });
  });

  test.each(['ABORTED', 'FAILED', 'TIMED_OUT'] as const)(
    'says that nobody watches a release whose execution is %s, and how to go on',
    async (killed) => {
      releasing('shifting');
      execution(killed);
      const voice = listener();

      await status([groups()], voice, plain);

      expect(voice.lines.at(-1)).toBe(
        `  next     its execution is ${killed}, nobody watches the alarms: bluegreen rollback Shop/Web, or go on with: ` +
          `aws stepfunctions redrive-execution --execution-arn ${EXECUTION}`,
      );
    },
  );

  test('shows the release that holds the lock before a newer one', async () => {
    releasing('baking');
    records(item('20261121T060000Z-0000', { outcome: 'refused' }), item(ID, { phase: 'baking' }));
    expect((await status([groups()], listener(), plain)).json).toMatchObject({ services: [{ release: { id: ID } }] });
  });

  test('fails for a release that nobody knows', async () => {
    await expect(status([groups()], listener(), plain, 'nope')).rejects.toThrow(
      "there is no release 'nope' of Shop/Web",
    );
  });
});

describe('the gate of the state machine', () => {
  const tokens = () => stepFunctions.commandCalls(SendTaskSuccessCommand).map(({ args }) => args[0].input.taskToken);

  test('is opened by the token of the record, with the name of who did it', async () => {
    releasing('waiting', { taskToken: 't1' });

    expect((await promote({ service: groups() }, listener())).exitStatus).toBe(0);
    const [{ args }] = stepFunctions.commandCalls(SendTaskSuccessCommand);
    expect(args[0].input.taskToken).toBe('t1');
    expect(JSON.parse(args[0].input.output ?? '')).toEqual({ who: WHO, at: expect.stringMatching(/^\d{4}-.*Z$/) });
  });

  test('is tried again with the next token when the machine has renewed it', async () => {
    releasing('waiting', { taskToken: 't1' });
    stepFunctions.on(SendTaskSuccessCommand, { taskToken: 't1' }).callsFake(() => {
      records(item(ID, { phase: 'waiting', taskToken: 't2' }));
      throw new TaskTimedOut(metadata);
    });

    expect((await promote({ service: groups() }, listener())).exitStatus).toBe(0);
    expect(tokens()).toEqual(['t1', 't2']);
  });

  test('never gets the same token twice', async () => {
    releasing('waiting', { taskToken: 't1', gateUntil: '2026-11-21T06:00:00.000Z' });
    stepFunctions.on(SendTaskSuccessCommand).rejects(new InvalidToken(metadata));

    await expect(promote({ service: groups() }, listener())).rejects.toThrow(
      `release ${ID} does not wait for a person any more: somebody has just answered, or its deadline ` +
        '2026-11-21T06:00:00.000Z has passed; nothing was changed',
    );
    expect(tokens()).toEqual(['t1']);
  });

  test.each([
    [{ phase: 'shifting', promotedBy: 'bob' }, 'bob promoted it'],
    [{ phase: 'rolled-back', reason: 'nobody promoted the release within 60 minutes' }, 'it is rolled-back (nobody'],
    [{ phase: 'testing' }, 'it is testing'],
  ])('tells what became of a release that was answered meanwhile (%#)', async (then, why) => {
    releasing('waiting', { taskToken: 't1' });
    stepFunctions.on(SendTaskSuccessCommand).callsFake(() => {
      records(item(ID, then));
      throw new TaskTimedOut(metadata);
    });

    await expect(promote({ service: groups() }, listener())).rejects.toThrow(
      `release ${ID} does not wait for a person any more: ${why}`,
    );
  });

  test('an approval after the deadline changes nothing, and says why', async () => {
    serviceItem({});
    records(item(ID, { phase: 'rolled-back', outcome: 'rolled-back', reason: 'nobody promoted it within 60 minutes' }));
    const voice = listener();

    expect((await promote({ service: groups() }, voice)).exitStatus).toBe(1);
    expect(voice.lines).toEqual([
      `nothing to promote: Shop/Web: its last release ${ID} is rolled-back (nobody promoted it within 60 minutes)`,
    ]);
    expect(tokens()).toEqual([]);
  });

  test('is closed by reject, with who and why', async () => {
    releasing('waiting', { taskToken: 't1' });

    expect(await reject({ service: groups() }, listener(), { reason: 'too slow' })).toEqual({
      exitStatus: 0,
      json: { service: 'Shop/Web', rejected: true, id: ID },
    });
    expect(stepFunctions.commandCalls(SendTaskFailureCommand)[0].args[0].input).toEqual({
      taskToken: 't1',
      error: 'Rejected',
      cause: `rejected by ${WHO}: too slow`,
    });
  });

  test('cannot be answered while nobody is behind it', async () => {
    releasing('waiting', { taskToken: 't1' });
    execution('ABORTED');

    expect((await promote({ service: groups() }, listener())).exitStatus).toBe(1);
    expect((await reject({ service: groups() }, listener())).exitStatus).toBe(1);
    expect(tokens()).toEqual([]);
  });

  test('there is no end of the bake time before its time', async () => {
    releasing('baking');
    await expect(promote({ service: groups() }, listener(), { finish: true })).rejects.toThrow(
      `the bake time of release ${ID} cannot be cut short`,
    );
    const voice = listener();
    expect((await promote({ service: groups() }, voice)).exitStatus).toBe(1);
    expect(voice.lines).toEqual([`nothing to promote: Shop/Web: release ${ID} is baking`]);
  });
});

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

  test('after the end of a DNS release brings nothing up', async () => {
    released();
    await rollback({ service: dnsName() }, listener());
    expect(started()[0].input).toMatchObject({ live: 'blue', bringUp: false });
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

describe('bluegreen history by the state machine', () => {
  test('lists when, how long, how it ended, who and why, newest first', async () => {
    const times = { startedAt: '2026-11-21T05:45:00Z', endedAt: '2026-11-21T05:57:30Z' };
    records(
      item(ID, {
        phase: 'rolled-back',
        outcome: 'rolled-back',
        who: 'ann',
        reason: 'an alarm fired: Errors',
        ...times,
      }),
      item('20261120T000000Z-0000', { phase: 'succeeded', outcome: 'succeeded', promotedBy: 'bob' }),
      item('20261119T000000Z-0000', { phase: 'succeeded', outcome: 'succeeded' }),
    );
    const voice = listener();

    const { json } = await history([groups()], voice, plain, 2);

    expect(voice.lines).toEqual([
      'Shop/Web',
      `  ${ID}  2026-11-21 05:45:00  12 min 30 s  rolled-back   an alarm fired: Errors; released by ann`,
      `  20261120T000000Z-0000                                    succeeded     promoted by bob`,
    ]);
    expect(json).toMatchObject({
      services: [{ service: 'Shop/Web', releases: [{ id: ID, phase: 'rolled-back', who: 'ann' }, {}] }],
    });
  });

  test('reads the table consistently', async () => {
    await history([groups()], listener(), plain, 2);
    await status([groups()], listener(), plain);
    for (const call of dynamoDb.commandCalls(GetItemCommand)) expect(call.args[0].input.ConsistentRead).toBe(true);
  });
});
