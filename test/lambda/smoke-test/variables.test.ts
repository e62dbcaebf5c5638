import fc from 'fast-check';
import { fillJson, fillText, namesIn, percentEncoded } from '../../../lambda/smoke-test/variables';

const VARIABLES = new Map<string, unknown>([
  ['id', 42],
  ['name', 'a b'],
  ['list', [1]],
]);

describe('variables', () => {
  test.each([
    ['/orders/${id}', '/orders/42'],
    ['${name}${id}', 'a b42'],
    ['$${id}', '${id}'],
    ['${list}', '[1]'],
    ['$id {id} ${}', '$id {id} ${}'],
  ])('fill %p as %p', (template, expected) => {
    expect(fillText(template, VARIABLES)).toBe(expected);
  });

  test('keep their type where they are the whole string of a JSON value', () => {
    const template = { a: '${id}', b: 'no ${id}', c: ['${list}', null, true], d: '$${id}' };

    expect(fillJson(template, VARIABLES)).toEqual({ a: 42, b: 'no 42', c: [[1], null, true], d: '${id}' });
  });

  test('are found in every string, literal places aside', () => {
    expect(namesIn([{ a: ['${x}'] }, '$${y}', 'text ${z}', 1, null])).toEqual(['x', 'z']);
  });

  test('a value is filled in as it is, whatever is in it', () => {
    fc.assert(fc.property(fc.string(), (value) => fillText('<${v}>', new Map([['v', value]])) === `<${value}>`));
  });

  test('any string can be percent-encoded', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => /^[\w%.!~*'()-]*$/.test(percentEncoded(value))));
    expect(percentEncoded('\ud800')).toBe('%EF%BF%BD');
  });
});
