import { resourceOrder } from '../../../rehearsal/template/dependencies';
import { stackScope } from '../../../rehearsal/template/stack-scope';
import type { TemplateResource } from '../../../rehearsal/template/template';

function order(Resources: Record<string, Omit<TemplateResource, 'Type'>>) {
  const typed = Object.fromEntries(Object.entries(Resources).map(([id, one]) => [id, { Type: 'T', ...one }]));
  const Conditions = { Yes: { 'Fn::Equals': [1, 1] }, No: { 'Fn::Equals': [1, 2] } };
  const pseudo = { account: '1', region: 'us-east-1', stackName: 'Shop', stackId: 'id' };
  const scope = stackScope({ template: { Resources: typed, Conditions }, parameters: { P: 'p' }, pseudo });
  return Object.fromEntries([...resourceOrder(scope, 'Shop')].map(([id, waitsFor]) => [id, [...waitsFor].sort()]));
}

describe('the order of resources', () => {
  test.each<[string, object]>([
    ['DependsOn', { DependsOn: 'B' }],
    ['a list of DependsOn', { DependsOn: ['B'] }],
    ['Ref', { Properties: { x: [{ Ref: 'B' }] } }],
    ['GetAtt', { Properties: { x: { 'Fn::GetAtt': ['B', 'Arn'] } } }],
    ['Sub', { Properties: { x: { 'Fn::Sub': '${P} ${B.Arn} ${AWS::Region} ${!C}' } } }],
    ['a variable of Sub', { Properties: { x: { 'Fn::Sub': ['${C}', { C: { Ref: 'B' } }] } } }],
    ['Join', { Properties: { x: { 'Fn::Join': ['', ['a', { Ref: 'B' }]] } } }],
    ['the branch that is taken', { Properties: { x: { 'Fn::If': ['Yes', { Ref: 'B' }, { Ref: 'C' }] } } }],
  ])('follows %s', (_name, resource) => {
    const found = order({ A: resource, B: {}, C: {} });

    expect(found.A).toEqual(['B']);
    expect(Object.keys(found).indexOf('B')).toBeLessThan(Object.keys(found).indexOf('A'));
  });

  test('leaves out resources whose condition is false, and does not wait for them', () => {
    expect(order({ A: { DependsOn: 'B' }, B: { Condition: 'No' } })).toEqual({ A: [] });
  });

  test.each<[Record<string, object>, string]>([
    [{ A: { DependsOn: 'B' }, B: { DependsOn: 'C' }, C: { Properties: { x: { Ref: 'A' } } } }, 'A -> B -> C -> A'],
    [{ A: { DependsOn: 'X' } }, "Shop: resource A depends on 'X', which is not in the template"],
    [
      { A: { Properties: { x: { Ref: 'B' } } }, B: { Condition: 'No' } },
      'Shop: Resources.A.Properties: refers to resource B, which its condition leaves out',
    ],
  ])('%j is an error', (resources, message) => {
    expect(() => order(resources)).toThrow(message);
  });
});
