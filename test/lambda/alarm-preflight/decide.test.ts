import { decide } from '../../../lambda/alarm-preflight/decide';

const named = (state: string, name = 'errors') => ({ name, state });

test.each<[string, string[], { name: string; state: string }[], 'pass' | string]>([
  ['no alarm', [], [], 'pass'],
  ['a quiet one', ['errors'], [named('OK')], 'pass'],
  ['one without data, as new ones are', ['errors'], [named('INSUFFICIENT_DATA')], 'pass'],
  [
    'a firing one',
    ['errors', 'slow'],
    [named('ALARM'), named('OK', 'slow')],
    'errors is firing, and ECS would watch no alarm',
  ],
  ['one that is gone', ['errors', 'slow'], [named('OK')], 'CloudWatch has no alarm slow'],
])('%s', (_, names, found, expected) => {
  const verdict = decide(names, found);

  expect(verdict.kind === 'fail' ? verdict.reason : verdict.kind).toContain(expected);
});
