import { decide } from '../../../lambda/release-report/decide';
import type { Notification } from '../../../lambda/release-report/environment';
import { facts, reportOf, wentBack } from './facts';

const people: Notification = {
  phases: ['waiting', 'rolled-back', 'succeeded'],
  topics: ['mail'],
  chatTopics: ['chat'],
  opsItemSeverity: '2',
};
const nothing = new Set<string>();

describe('what is done for a report', () => {
  test.each([
    ['preparing', ['preparing metrics']],
    ['waiting', ['waiting mail', 'waiting chat']],
    ['shifting', []],
    ['succeeded', ['succeeded metrics', 'succeeded event', 'succeeded mail', 'succeeded chat']],
    ['refused', ['refused event']],
  ] as const)('%s: %j', (phase, keys) => {
    expect(decide(reportOf(facts({ phase })), [people], nothing).map(({ key }) => key)).toEqual(keys);
  });

  test('a rollback makes an OpsItem, whatever phases were chosen', () => {
    const actions = decide(reportOf(wentBack()), [{ ...people, phases: [] }], nothing);

    expect(actions.map(({ key }) => key)).toEqual(['rolled-back metrics', 'rolled-back event', 'rolled-back ops-item']);
    expect(actions[2]).toMatchObject({
      severity: '2',
      title: 'Shop/Orders went back, blue is live',
      description: expect.stringMatching(/^Why: an alarm fired: ErrorRateGreen\n/),
    });
  });

  test('a rollback that failed is told to everybody', () => {
    const keys = decide(reportOf(wentBack({ phase: 'failed' })), [{ ...people, phases: [] }], nothing).map(
      ({ key }) => key,
    );

    expect(keys).toEqual(expect.arrayContaining(['failed mail', 'failed chat']));
  });

  test('two that tell the same topic tell it once', () => {
    const keys = decide(reportOf(facts({ phase: 'waiting' })), [people, people], nothing).map(({ key }) => key);

    expect(keys).toEqual(['waiting mail', 'waiting chat']);
  });

  test('what has been done is not done again', () => {
    const report = reportOf(wentBack());
    const done = new Set(decide(report, [people], nothing).map(({ key }) => key));

    expect(decide(report, [people], done)).toEqual([]);
    done.delete('rolled-back chat');
    expect(decide(report, [people], done).map(({ key }) => key)).toEqual(['rolled-back chat']);
  });
});
