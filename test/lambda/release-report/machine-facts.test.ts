import { machineFacts } from '../../../lambda/release-report/machine-facts';
import { settings } from './facts';

const detail = { release: 'r-1', phase: 'rolled-back', live: 'blue', reason: 'told', execution: 'arn:rollback' };
const item = {
  execution: { S: 'arn:release' },
  who: { S: 'ann' },
  description: { S: '-' },
  startedAt: { S: '10:00' },
  decidedAt: { S: '10:09' },
  backAt: { S: '10:10' },
  endedAt: { S: '10:11' },
  reason: { S: 'candidate failed 41 of 5,950 requests' },
  analysis: { M: { verdict: { S: 'fail' }, reason: { S: 'candidate failed 41 of 5,950 requests' } } },
  steps: {
    M: {
      '10': { M: { weight: { N: '100' }, at: { S: '10:08' } } },
      '2': { M: { weight: { N: '50' }, at: { S: '10:06' }, reason: { S: '2 alarms are quiet' } } },
      '1': { M: { weight: { N: '10' }, at: { S: '10:05' } } },
    },
  },
};

describe('what the record of a release tells', () => {
  test('of one that went back', () => {
    expect(machineFacts(detail, item, settings())).toMatchObject({
      release: 'r-1',
      phase: 'rolled-back',
      live: 'blue',
      candidate: 'green',
      reason: 'candidate failed 41 of 5,950 requests',
      who: 'ann',
      description: undefined,
      shiftedAt: '10:05',
      fullAt: '10:08',
      decidedAt: '10:09',
      backAt: '10:10',
      steps: [
        { weight: 10, at: '10:05' },
        { weight: 50, at: '10:06', reason: '2 alarms are quiet' },
        { weight: 100, at: '10:08' },
      ],
      analysis: { verdict: 'fail' },
      links: { console: 'https://console/arn:release' },
    });
  });

  test('of one that succeeded: the candidate is live', () => {
    expect(machineFacts({ ...detail, phase: 'succeeded' }, item, settings())).toMatchObject({ live: 'green' });
  });

  test('is what the event says where there is no record', () => {
    expect(machineFacts(detail, {}, settings())).toMatchObject({
      reason: 'told',
      shiftedAt: undefined,
      steps: [],
      links: { console: 'https://console/arn:rollback' },
    });
  });

  test('has links that answer the gate while the release waits there, and not afterwards', () => {
    const { links, ...rest } = settings();
    const linked = { ...rest, links: { ...links, promote: 'https://promote?', reject: 'https://reject?' } };

    expect(machineFacts({ ...detail, phase: 'waiting' }, item, linked).links).toMatchObject({
      promote: 'https://promote?r-1',
      reject: 'https://reject?r-1',
    });
    expect(machineFacts(detail, item, linked).links).not.toHaveProperty('promote');
  });

  test('fails on an event without a colour', () => {
    expect(() => machineFacts({ ...detail, live: '' }, item, settings())).toThrow('live must be blue or green');
  });
});
