import { chatText, duration, messageOf, plainText } from '../../../lambda/release-report/message';
import { facts, reportOf, wentBack } from './facts';

describe('what people are told', () => {
  test('of a rollback: why, for how long it had hurt, and where to look', () => {
    const message = messageOf(reportOf(wentBack({ who: 'ann', description: 'spring sale' })), 'https://dashboard');

    expect(plainText(message)).toBe(`Shop/Orders went back, blue is live

Why: an alarm fired: ErrorRateGreen
The candidate had production traffic for 4 min until that was decided.
8 s later all of it was back on blue.
Release: r-1 (spring sale), by ann
What it did: https://console/r-1
Dashboard: https://dashboard
Log: https://log`);
  });

  test('of a rollback before production traffic, that nobody was hurt', () => {
    const { lines } = messageOf(reportOf(wentBack({ shiftedAt: undefined })), undefined);

    expect(lines).toContain('No production traffic had reached the candidate.');
  });

  test('of a success, how long it took', () => {
    const { subject, lines } = messageOf(reportOf(facts({ commitTime: '2026-11-26T09:10:00Z' })), undefined);

    expect(subject).toBe('Shop/Orders: released, green is live');
    expect(lines.slice(0, 3)).toEqual([
      'The release took 20 min.',
      'Production traffic moved in 5 min.',
      'It is in production 1 h after its commit.',
    ]);
  });

  test('what the analysis came to, where that is not the reason anyway', () => {
    const dry = 'dry run: would have sent it back 7 min after its first traffic: candidate failed 18 of 579 requests';

    const released = facts({ analysis: { verdict: 'pass', reason: dry } });
    expect(messageOf(reportOf(released), undefined).lines).toContain(`Analysis: ${dry}`);
    const back = wentBack({ reason: 'candidate failed', analysis: { verdict: 'fail', reason: 'candidate failed' } });
    expect(messageOf(reportOf(back), undefined).lines.join()).not.toContain('Analysis:');
  });

  test('at the gate, how to decide', () => {
    const { lines } = messageOf(reportOf(facts({ phase: 'waiting', live: 'blue' })), undefined);

    expect(lines).toContain('Let it go on: bluegreen promote Shop/Orders');
  });

  test('at the gate, by the links that answer it, where there are some', () => {
    const { links, ...waiting } = facts({ phase: 'waiting', live: 'blue' });
    const linked = { ...waiting, links: { ...links, promote: 'https://promote', reject: 'https://reject' } };

    expect(messageOf(reportOf(linked), undefined).lines).toEqual(
      expect.arrayContaining(['Let it go on: https://promote', 'Send it back: https://reject']),
    );
  });

  test('when it cannot go back, that a person has to look now', () => {
    const { subject, lines } = messageOf(reportOf(wentBack({ phase: 'failed' })), undefined);

    expect(subject).toBe('Shop/Orders: THE RELEASE COULD NOT GO BACK');
    expect(lines.join(' ')).toContain('A person has to look now.');
  });

  test('has a subject that SNS takes', () => {
    const { subject } = messageOf(reportOf(facts({ construct: `Läden/${'x'.repeat(200)}` })), undefined);

    expect(subject).toHaveLength(99);
    expect(subject).toMatch(/^[\x20-\x7e]+$/);
  });

  test('in a chat comes in one thread for each release', () => {
    const report = reportOf(wentBack());
    const text = JSON.parse(chatText(messageOf(report, undefined), report));

    expect(text).toMatchObject({
      version: '1.0',
      source: 'custom',
      content: { textType: 'client-markdown', title: 'Shop/Orders went back, blue is live' },
      metadata: { threadId: 'Shop/Orders r-1' },
    });
    expect(text.content.description).toContain('Why: an alarm fired: ErrorRateGreen');
  });
});

test.each([
  [0, '0 s'],
  [59.4, '59 s'],
  [60, '1 min'],
  [90, '1 min 30 s'],
  [3600, '1 h'],
  [11_100, '3 h 5 min'],
])('%p seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
