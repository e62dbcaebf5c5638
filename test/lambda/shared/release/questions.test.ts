import { pass } from '../../../../lambda/shared/release/answer';
import { answering, otherThan, readColour } from '../../../../lambda/shared/release/questions';

describe('answering', () => {
  const handler = answering(
    'release-test',
    () => ({ judge: async ({ since }) => pass(`since ${since}`) }),
    () => undefined,
  );

  test('gives the question its facts', async () => {
    expect(await handler({ question: 'judge', since: 'then' })).toEqual({ verdict: 'pass', reason: 'since then' });
  });

  test('throws for a question that nobody answers, so that the machine goes back', async () => {
    await expect(handler({ question: 'weather' })).rejects.toThrow("there is no question 'weather'; there are judge");
  });

  test('logs what was asked and what was answered', async () => {
    const lines: object[] = [];
    await answering(
      'release-test',
      () => ({ judge: async () => pass('fine') }),
      (line) => lines.push(line),
    )({
      question: 'judge',
    });

    expect(lines).toEqual([expect.objectContaining({ event: 'answer', question: 'judge', answer: pass('fine') })]);
  });
});

test('a colour is blue or green', () => {
  expect(readColour('green', 'live')).toBe('green');
  expect(otherThan('green')).toBe('blue');
  expect(() => readColour('purple', 'live')).toThrow('live must be blue or green, got "purple"');
});
