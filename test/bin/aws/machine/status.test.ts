import { status } from '../../../../bin/commands/status';
import { plain } from '../../../../bin/views/paint';
import { listener } from '../../commands/fakes';
import {
  dnsName,
  EXECUTION,
  execution,
  groups,
  healthy,
  ID,
  item,
  records,
  releasing,
  serviceItem,
  untouched,
  weights,
} from './fixtures';

beforeEach(untouched);

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
