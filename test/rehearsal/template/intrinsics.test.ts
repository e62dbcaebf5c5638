import { resolve } from '../../../rehearsal/template/intrinsics';
import { stackScope } from '../../../rehearsal/template/stack-scope';
import type { Template } from '../../../rehearsal/template/template';

const PSEUDO = { account: '123456789012', region: 'eu-west-1', stackName: 'Shop', stackId: 'arn:shop' };

function scope(template: Partial<Template> = {}) {
  return stackScope({
    template: {
      Resources: { A: { Type: 'T' }, Not: { Type: 'T', Condition: 'No' }, Later: { Type: 'T' } },
      Conditions: { Yes: { 'Fn::Equals': [1, '1'] }, No: { 'Fn::Not': [{ Condition: 'Yes' }] } },
      Mappings: { Sizes: { 'eu-west-1': { small: 2 } } },
      ...template,
    },
    pseudo: PSEUDO,
    parameters: { Name: 'orders', List: ['x', 'y'] },
    resource: (logicalId) =>
      logicalId === 'A'
        ? { physicalId: 'a-1', getAtt: (attribute) => ({ Arn: 'arn:a', 'Deep.Er': 'deep' })[attribute] }
        : undefined,
    exported: (name) => (name === 'vpc' ? 'vpc-1' : undefined),
  });
}

describe('intrinsics', () => {
  test.each<[unknown, unknown]>(
    [
      ['text', 'text'],
      [{ a: [1, true, null] }, { a: [1, true, null] }],
      [{ Ref: 'A' }, 'a-1'],
      [{ Ref: 'Name' }, 'orders'],
      [{ Ref: 'List' }, ['x', 'y']],
      [{ Ref: 'AWS::Region' }, 'eu-west-1'],
      [{ Ref: 'AWS::AccountId' }, '123456789012'],
      [{ Ref: 'AWS::Partition' }, 'aws'],
      [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
      [{ Ref: 'AWS::StackName' }, 'Shop'],
      [{ Ref: 'AWS::StackId' }, 'arn:shop'],
      [{ Ref: 'AWS::NotificationARNs' }, []],
      [{ 'Fn::GetAtt': ['A', 'Arn'] }, 'arn:a'],
      [{ 'Fn::GetAtt': 'A.Deep.Er' }, 'deep'],
      [{ 'Fn::Sub': '${A}-${A.Arn}-${AWS::Region}-${!Raw}' }, 'a-1-arn:a-eu-west-1-${Raw}'],
      [{ 'Fn::Sub': ['${X}/${Name}', { X: { Ref: 'A' } }] }, 'a-1/orders'],
      [{ 'Fn::Join': ['-', ['a', 1, { Ref: 'A' }]] }, 'a-1-a-1'],
      [{ 'Fn::Join': [',', { Ref: 'List' }] }, 'x,y'],
      [{ 'Fn::Select': [1, ['a', 'b']] }, 'b'],
      [{ 'Fn::Select': ['0', { 'Fn::Split': ['/', 'a/b'] }] }, 'a'],
      [{ 'Fn::Split': [':', { 'Fn::GetAtt': ['A', 'Arn'] }] }, ['arn', 'a']],
      [{ 'Fn::Base64': 'hello' }, 'aGVsbG8='],
      [{ 'Fn::Cidr': ['10.0.0.0/16', 3, 8] }, ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
      [{ 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
      [{ 'Fn::If': ['Yes', 'a', { 'Fn::Foo': 1 }] }, 'a'],
      [{ 'Fn::If': ['No', 'a', 'b'] }, 'b'],
      [{ a: { Ref: 'AWS::NoValue' }, b: [1, { 'Fn::If': ['No', 2, { Ref: 'AWS::NoValue' }] }] }, { b: [1] }],
      [{ 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'small'] }, 2],
      [{ 'Fn::ImportValue': { 'Fn::Join': ['', ['v', 'pc']] } }, 'vpc-1'],
      [{ 'Fn::ImportValue': 'vpc' }, 'vpc-1'],
      [
        { Statement: [{ Condition: { StringEquals: { a: 'b' } } }] },
        { Statement: [{ Condition: { StringEquals: { a: 'b' } } }] },
      ],
    ].filter(([, expected]) => expected !== undefined) as [unknown, unknown][],
  )('%j is %j', (value, expected) => {
    expect(resolve(value, scope(), 'Shop: here')).toEqual(expected);
  });

  test.each<[unknown, string]>([
    [{ x: [{ 'Fn::Foo': 1 }] }, "Shop: here.x[0]: unknown intrinsic 'Fn::Foo'; the rehearsal knows Ref,"],
    [{ Ref: 'Nobody' }, "Shop: here: there is no parameter or resource 'Nobody' in the template"],
    [{ Ref: 'Not' }, 'Shop: here: resource Not does not exist, because its condition is false'],
    [{ Ref: 'Later' }, 'Shop: here: resource Later does not exist yet; the value is known after the deploy'],
    [{ 'Fn::GetAtt': ['A', 'Size'] }, "Shop: here: resource A (T) has no attribute 'Size' here"],
    [{ 'Fn::Sub': '${Nobody}' }, "Shop: here: there is no parameter or resource 'Nobody'"],
    [{ 'Fn::Sub': 5 }, 'Shop: here: Fn::Sub takes a text'],
    [{ 'Fn::Join': ['-', 'a'] }, 'Shop: here: Fn::Join needs a list, got "a"'],
    [{ 'Fn::Join': ['-', [{ Ref: 'List' }]] }, 'Shop: here: Fn::Join needs a text, got ["x","y"]'],
    [{ 'Fn::Select': [2, ['a']] }, 'Shop: here: Fn::Select has no entry 2; the list has 1 entries'],
    [{ 'Fn::If': ['Maybe', 1, 2] }, "Shop: here: there is no condition 'Maybe' in the template"],
    [{ 'Fn::FindInMap': ['Sizes', 'x', 'small'] }, 'Shop: here: Fn::FindInMap finds nothing at Sizes.x.small'],
    [{ 'Fn::ImportValue': 'gone' }, 'Shop: here: no export named gone found; deploy the stack that exports it first'],
    [
      { 'Fn::Cidr': ['10.0.0.0/24', 4, 8] },
      'Shop: here: Fn::Cidr cannot cut 4 blocks of 8 host bits out of 10.0.0.0/24',
    ],
  ])('%j is an error that says where', (value, message) => {
    expect(() => resolve(value, scope(), 'Shop: here')).toThrow(message);
  });
});
