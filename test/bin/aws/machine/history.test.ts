import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { history } from '../../../../bin/commands/history';
import { status } from '../../../../bin/commands/status';
import { plain } from '../../../../bin/views/paint';
import { listener } from '../../commands/fakes';
import { dynamoDb, groups, ID, item, records, untouched } from './fixtures';

beforeEach(untouched);

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
