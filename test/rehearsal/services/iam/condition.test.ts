import { type Context, isMet } from '../../../../rehearsal/services/iam/condition';

type Condition = Parameters<typeof isMet>[0];

describe('conditions of statements', () => {
  test.each<[Condition, Context, boolean]>([
    [
      { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      { 'iam:passedtoservice': 'ecs-tasks.amazonaws.com' },
      true,
    ],
    [{ StringEquals: { k: ['a', 'b'] } }, { k: 'b' }, true],
    [{ StringEquals: { k: 'a' } }, {}, false],
    [{ StringEqualsIfExists: { k: 'a' } }, {}, true],
    [{ StringEqualsIfExists: { k: 'a' } }, { k: 'b' }, false],
    [{ StringNotEquals: { k: 'a' } }, { k: 'b' }, true],
    [{ StringNotEquals: { k: ['a', 'b'] } }, { k: 'b' }, false],
    [{ StringNotEquals: { k: 'a' } }, {}, true],
    [{ StringLike: { k: 'a*' } }, { k: 'abc' }, true],
    [{ StringNotLike: { k: 'a*' } }, { k: 'abc' }, false],
    [{ ArnLike: { k: 'arn:aws:ecs:*:1:cluster/*' } }, { k: 'arn:aws:ecs:x:1:cluster/c' }, true],
    [{ ArnEquals: { k: 'arn:aws:ecs:*:1:cluster/*' } }, { k: 'arn:aws:ecs:x:2:cluster/c' }, false],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, { 'aws:securetransport': 'true' }, true],
    [{ Bool: { k: 'true' } }, { k: 'false' }, false],
    [{ Null: { k: 'true' } }, {}, true],
    [{ Null: { k: 'false' } }, {}, false],
    [{ Null: { k: 'false' } }, { k: 'x' }, true],
    [{ 'ForAnyValue:StringEquals': { k: ['a'] } }, { k: ['b', 'a'] }, true],
    [{ 'ForAnyValue:StringEquals': { k: ['a'] } }, { k: ['b'] }, false],
    [{ 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['b', 'a'] }, true],
    [{ 'ForAllValues:StringEquals': { k: ['a'] } }, { k: ['b', 'a'] }, false],
    [{ 'ForAllValues:StringEquals': { k: ['a'] } }, {}, true],
    [{ 'ForAnyValue:StringLikeIfExists': { k: ['a'] } }, {}, true],
    [{ StringEquals: { k: 'a', l: 'b' } }, { k: 'a' }, false],
    [{ StringEquals: { k: 'a' }, Bool: { l: 'true' } }, { k: 'a', l: 'true' }, true],
    [{ NumericLessThan: { k: '5' } }, { k: '4' }, true],
    [{ IpAddress: { k: '10.0.0.0/8' } }, { k: '10.0.0.1' }, false],
  ])('%j of %j is %p', (condition, context, met) => {
    expect(isMet(condition, context)).toBe(met);
  });

  test('an operator that is not known is told', () => {
    const told: string[] = [];

    isMet({ DateLessThan: { k: '2020' } }, { k: 'x' }, (operator) => told.push(operator));

    expect(told).toEqual(['DateLessThan']);
  });
});
