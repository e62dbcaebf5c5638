import fc from 'fast-check';
import { Redaction } from '../../../lambda/smoke-test/redaction';

function redactionOf(...values: unknown[]): Redaction {
  const redaction = new Redaction();
  for (const value of values) redaction.add(value);
  return redaction;
}

describe('redaction', () => {
  test.each([
    ['as it is', 'a/b "c"', 'x a/b "c" y', 'x [redacted] y'],
    ['percent-encoded', 'a/b c', '/x/a%2fb%20c', '/x/[redacted]'],
    ['form-encoded', 'a/b c', 'q=a%2Fb+c', 'q=[redacted]'],
    ['inside JSON', 'a"b', '{"p":"a\\"b"}', '{"p":"[redacted]"}'],
    ['in base64', 'hunter2', 'Basic aHVudGVyMg==', 'Basic [redacted]=='],
    ['as a number', 4711, '{"id":4711}', '{"id":[redacted]}'],
    ['inside an object', { user: 'u-1', deep: ['d-2'] }, 'u-1 d-2', '[redacted] [redacted]'],
    ['short', 'q', 'aqb', 'a[redacted]b'],
    ['part of the mark', 'red', 'red', '[redacted]'],
    ['empty', '', 'text', 'text'],
    ['a boolean', true, 'true', 'true'],
  ])('strikes out a value %s', (_, value, text, expected) => {
    expect(redactionOf(value).clean(text)).toBe(expected);
  });

  test('takes the longer of two values first', () => {
    expect(redactionOf('abc', 'abcdef').clean('abcdef abc')).toBe('[redacted] [redacted]');
  });

  test('leaves no secret in any text around it', () => {
    // No letter of the mark and no character that the surroundings could complete.
    const secret = fc.stringMatching(/^[A-Z0-9/+" ]{4,20}$/);
    const around = fc.stringMatching(/^[x-z]{0,10}$/);
    fc.assert(
      fc.property(secret, around, around, (value, before, after) => {
        for (const form of [value, encodeURIComponent(value), JSON.stringify(value)]) {
          expect(redactionOf(value).clean(before + form + after)).not.toContain(value);
        }
      }),
    );
  });
});
