import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { childrenOf, holds, parseAlarmRule } from '../../../../rehearsal/services/cloudwatch/alarm-rule';

const STATES: Record<string, StateValue> = { red: 'ALARM', hot: 'ALARM', green: 'OK', new: 'INSUFFICIENT_DATA' };

function isTrue(rule: string): boolean {
  return holds(parseAlarmRule(rule), (name) => STATES[name]);
}

describe('alarm rule', () => {
  test.each([
    ['ALARM("red")', true],
    ["ALARM('green')", false],
    ['OK(green)', true],
    ['INSUFFICIENT_DATA("new")', true],
    ['TRUE', true],
    ['FALSE OR NOT FALSE', true],
    ['ALARM(red) AND ALARM(green)', false],
    ['ALARM(red) AND (ALARM(green) OR OK(green))', true],
    // AND binds tighter than OR.
    ['TRUE OR FALSE AND FALSE', true],
    ['NOT ALARM(green) AND ALARM(red)', true],
    ['AT_LEAST(2, ALARM, (red, hot, green))', true],
    ['AT_LEAST(3, ALARM, (red, hot, green))', false],
    ['AT_LEAST(50%, ALARM, ("red", "hot", "green", "new"))', true],
    ['AT_LEAST(75%, ALARM, ("red", "hot", "green", "new"))', false],
    ['AT_LEAST(2, NOT ALARM, (red, green, new))', true],
  ])('%s is %p', (rule, expected) => {
    expect(isTrue(rule)).toBe(expected);
  });

  test('knows its children, each once', () => {
    expect(childrenOf(parseAlarmRule('ALARM("a b") OR NOT OK(c) AND ALARM(c)'))).toEqual(['a b', 'c']);
  });

  test.each([
    ['', 'cannot be read at its end'],
    ['ALARM(', 'cannot be read at its end'],
    ['ALARM(a', 'cannot be read at its end'],
    ['FIRING(a)', "cannot be read at 'FIRING'"],
    ['ALARM(a) ALARM(b)', 'cannot be read at its end'],
    ['AT_LEAST(some, ALARM, (a))', 'cannot be read'],
  ])('refuses %p', (rule, message) => {
    expect(() => parseAlarmRule(rule)).toThrow(message);
  });
});
