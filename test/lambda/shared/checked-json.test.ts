import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import {
  decodeJson,
  readList,
  readName,
  readNumber,
  readObject,
  readText,
  readTexts,
} from '../../../lambda/shared/checked-json';

describe('checked JSON', () => {
  test('decodes plain JSON and deflated JSON to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value);
        const deflated = `deflate:${deflateRawSync(json, { level: 9 }).toString('base64')}`;
        expect(decodeJson(deflated, 'X')).toEqual(JSON.parse(json));
        expect(decodeJson(json, 'X')).toEqual(JSON.parse(json));
      }),
    );
  });

  test.each(['', '{', 'deflate:', 'deflate:AAAA', `deflate:${deflateRawSync('no json').toString('base64')}`])(
    'fails to decode %p',
    (text) => {
      expect(() => decodeJson(text, 'STEPS')).toThrow('STEPS must be JSON');
    },
  );

  test('stops inflating what inflates without end', () => {
    const bomb = deflateRawSync(`"${'x'.repeat(8 * 1024 * 1024)}"`).toString('base64');

    expect(() => decodeJson(`deflate:${bomb}`, 'STEPS')).toThrow('STEPS must be JSON');
  });

  test.each<[string, () => unknown, string]>([
    [
      'an unknown option',
      () => readObject({ captrue: 1 }, 'step 1', ['captures']),
      "step 1 has no option 'captrue'; there are captures",
    ],
    ['a list for an object', () => readObject([], 'step 1'), 'step 1 must be an object, got []'],
    ['null for an object', () => readObject(null, 'step 1'), 'step 1 must be an object, got null'],
    ['an object for a list', () => readList({}, 'STEPS'), 'STEPS must be a list, got {}'],
    ['a number for a string', () => readText(7, 'path'), 'path must be a string, got 7'],
    ['an empty name', () => readName('', 'path'), 'path is missing'],
    ['a number in a map of strings', () => readTexts({ a: 1 }, 'headers'), 'headers: a must be a string, got 1'],
    [
      'a number below its range',
      () => readNumber(0, 'repeat', { min: 1, max: 5 }),
      'repeat must be a whole number from 1 to 5, got 0',
    ],
    ['a number above its range', () => readNumber('6', 'repeat', { min: 1, max: 5 }), 'got "6"'],
    ['a fraction', () => readNumber(1.5, 'repeat', { min: 1, max: 5 }), 'got 1.5'],
    ['a missing number', () => readNumber(undefined, 'TIMEOUT_SECONDS', { min: 1, max: 5 }), 'got nothing'],
    ['text for a number', () => readNumber('two', 'repeat', { min: 1, max: 5 }), 'got "two"'],
    ['nothing but space for a number', () => readNumber(' ', 'repeat', { min: 0, max: 5 }), 'got " "'],
  ])('refuses %s by name and value', (_, read, message) => {
    expect(read).toThrow(message);
  });

  test('takes numbers in strings, fractions where allowed, and defaults', () => {
    expect(readNumber('3', 'x', { min: 1, max: 5 })).toBe(3);
    expect(readNumber('0.5', 'x', { min: 0, max: 5, fraction: true })).toBe(0.5);
    expect(readNumber(undefined, 'x', { min: 1, max: 5, without: 2 })).toBe(2);
  });
});
