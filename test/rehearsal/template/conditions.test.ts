import { isConditionTrue } from '../../../rehearsal/template/conditions';
import { stackScope } from '../../../rehearsal/template/stack-scope';

function ask(Conditions: Record<string, unknown>, parameters: Record<string, unknown> = {}) {
  const template = { Resources: { A: { Type: 'T' } }, Conditions };
  const pseudo = { account: '1', region: 'us-east-1', stackName: 'Shop', stackId: 'id' };
  return isConditionTrue('It', stackScope({ template, parameters, pseudo }), 'Shop: here');
}

describe('conditions of templates', () => {
  test.each<[unknown, boolean]>([
    [{ 'Fn::Equals': ['a', 'a'] }, true],
    [{ 'Fn::Equals': ['a', 'b'] }, false],
    [{ 'Fn::Equals': [1, '1'] }, true],
    [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }, true],
    [{ 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, true],
    [{ 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }, true],
    [{ 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'Yes' }] }, true],
    [{ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ Condition: 'Yes' }] }] }, false],
    [{ 'Fn::Or': [{ 'Fn::Not': [{ Condition: 'Yes' }] }, { Condition: 'Yes' }] }, true],
    [{ 'Fn::Contains': [['a', 'b'], 'b'] }, true],
    [{ Condition: 'Yes' }, true],
  ])('%j is %p', (condition, expected) => {
    expect(ask({ It: condition, Yes: { 'Fn::Equals': [1, 1] } }, { Stage: 'prod' })).toBe(expected);
  });

  test.each<[Record<string, unknown>, string]>([
    [{}, "Shop: here: there is no condition 'It' in the template"],
    [{ It: { Condition: 'It' } }, 'conditions ask for each other: It -> It'],
    [{ It: { 'Fn::Like': [1] } }, "Shop: Conditions.It: unknown condition function 'Fn::Like'"],
    [{ It: { 'Fn::Equals': [1] } }, 'Shop: Conditions.It: Fn::Equals takes a list of 2'],
    [{ It: 'yes' }, 'Shop: Conditions.It: a condition is an object'],
  ])('%j is an error', (conditions, message) => {
    expect(() => ask(conditions)).toThrow(message);
  });
});
