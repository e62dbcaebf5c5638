import { messageOf } from '../../../lambda/shared/message-of';

describe('message of what was thrown', () => {
  test.each<[string, unknown, string]>([
    ['an error', new Error('broken'), 'broken'],
    ['an error of several lines', new Error('a\n  b'), 'a b'],
    ['a failed connection to several addresses', new AggregateError([new Error('v6'), new Error('v4')]), 'v6; v4'],
    ['an error without a message', new TypeError(), 'TypeError'],
    ['no error', 'text', 'text'],
    ['nothing', undefined, 'undefined'],
  ])('is one line for %s', (_, thrown, expected) => {
    expect(messageOf(thrown)).toBe(expected);
  });
});
