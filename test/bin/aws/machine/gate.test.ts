import { InvalidToken, SendTaskFailureCommand, SendTaskSuccessCommand, TaskTimedOut } from '@aws-sdk/client-sfn';
import { promote } from '../../../../bin/commands/promote';
import { reject } from '../../../../bin/commands/reject';
import { listener } from '../../commands/fakes';
import {
  execution,
  groups,
  ID,
  item,
  records,
  releasing,
  serviceItem,
  stepFunctions,
  untouched,
  WHO,
} from './fixtures';

beforeEach(untouched);

const metadata = { $metadata: {}, message: 'no' };

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
