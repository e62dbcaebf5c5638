import { readOwnSettings } from '../../../lambda/shared/own-settings';

test('reads the object of a variable', () => {
  expect(readOwnSettings<{ table: string }>('{"table":"releases"}').table).toBe('releases');
});

test.each([
  ['nothing', undefined, 'ANALYSIS must be JSON'],
  ['a list', '[]', 'ANALYSIS must be an object'],
])('says which variable is wrong when there is %s', (_what, text, message) => {
  expect(() => readOwnSettings(text, 'ANALYSIS')).toThrow(message);
});
