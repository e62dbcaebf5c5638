import { parseTemplate } from '../../../rehearsal/template/parse';

const YAML = `
Resources:
  A:
    Type: T
    Properties:
      Name: !Sub 'x-\${AWS::Region}'
      Of: !Ref B
      Arn: !GetAtt B.Deep.Arn
      List: !Join ['-', [a, !Ref B]]
      Zone: !Select [0, !GetAZs '']
      Maybe: !If [Yes, 1, !Ref 'AWS::NoValue']
      Long: {Fn::GetAtt: [B, Arn]}
      Version: 2012-10-17
  B: {Type: T, Condition: Yes}
`;

describe('reading templates', () => {
  test('takes YAML with the short forms of the intrinsics', () => {
    expect(parseTemplate(YAML, 'Shop').Resources.A?.Properties).toEqual({
      Name: { 'Fn::Sub': 'x-${AWS::Region}' },
      Of: { Ref: 'B' },
      Arn: { 'Fn::GetAtt': ['B', 'Deep.Arn'] },
      List: { 'Fn::Join': ['-', ['a', { Ref: 'B' }]] },
      Zone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
      Maybe: { 'Fn::If': ['Yes', 1, { Ref: 'AWS::NoValue' }] },
      Long: { 'Fn::GetAtt': ['B', 'Arn'] },
      Version: '2012-10-17',
    });
  });

  test.each([
    ['{"Resources": {', 'Shop: the template is not valid JSON ('],
    ['Resources: [', 'Shop: the template is not valid YAML ('],
    ['Resources: {A: !Foo x}', 'Shop: the template is not valid YAML (Unresolved tag: !Foo'],
    ['{"Resources": {}}', 'Shop: at least one Resources member must be defined'],
    ['just a text', 'Shop: the template is not an object'],
    ['{"Resources": {"A": {}}}', 'Shop: resource A has no Type'],
    ['{"Resources": {"A": {"Type": "T"}}, "Transform": ["My::Macro"]}', "Shop: transform 'My::Macro' is not supported"],
  ])('%j is an error', (text, message) => {
    expect(() => parseTemplate(text, 'Shop')).toThrow(message);
  });
});
