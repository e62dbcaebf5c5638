import { type CheckedStack, Templates } from '../../../../lib/checks/model/templates';

const queue = { type: 'AWS::SQS::Queue', path: 'A/Queue', properties: { QueueName: 'jobs' } };
const nestedResource = {
  type: 'AWS::CloudFormation::Stack',
  path: 'A/Nested',
  properties: { Parameters: { given: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
};

const a: CheckedStack = {
  name: 'A',
  resources: { Queue: queue, Nested: nestedResource },
  outputs: {
    Out: { Value: { Ref: 'Queue' }, Export: { Name: 'A:Out' } },
    Round: { Value: { 'Fn::ImportValue': 'A:Round' }, Export: { Name: 'A:Round' } },
  },
};
const nested: CheckedStack = {
  name: 'A/Nested',
  resources: { Inner: { ...queue, path: 'A/Nested/Inner' } },
  outputs: { InnerOut: { Value: { Ref: 'Inner' } } },
  nestedIn: { stack: a, logicalId: 'Nested' },
};
const b: CheckedStack = { name: 'B', resources: { Queue: { ...queue, path: 'B/Queue' } } };
const templates = new Templates([a, nested, b]);

test.each<[string, CheckedStack, unknown, string]>([
  ['a reference', a, { Ref: 'Queue' }, 'A/Queue'],
  ['the same name in another stack', b, { Ref: 'Queue' }, 'B/Queue'],
  ['an attribute', a, { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'A/Queue'],
  ['an attribute, written short', a, { 'Fn::GetAtt': 'Queue.Arn' }, 'A/Queue'],
  ['a substitution', a, { 'Fn::Sub': '${Queue.Arn}' }, 'A/Queue'],
  ['an import', b, { 'Fn::ImportValue': 'A:Out' }, 'A/Queue'],
  ["an output of another stack's", b, { 'Fn::GetStackOutput': { StackName: 'A', OutputName: 'Out' } }, 'A/Queue'],
  ['a parameter of a nested stack', nested, { Ref: 'given' }, 'A/Queue'],
  ['an output of a nested stack', a, { 'Fn::GetAtt': ['Nested', 'Outputs.InnerOut'] }, 'A/Nested/Inner'],
])('%s leads to its resource', (_what, stack, value, path) => {
  expect(templates.referred(stack, value)?.path).toBe(path);
});

test.each([
  ['a pseudo parameter', { Ref: 'AWS::Region' }],
  ['a text', 'Queue'],
  ['a substitution in a longer text', { 'Fn::Sub': 'x-${Queue}' }],
  ['an export of nobody', { 'Fn::ImportValue': 'C:Out' }],
  ['a circle', { 'Fn::ImportValue': 'A:Round' }],
])('%s leads nowhere', (_what, value) => {
  expect(templates.referred(a, value)).toBeUndefined();
});

test("a physical name is found, first in the reference's own stack", () => {
  const queues = templates.of('AWS::SQS::Queue');

  expect(templates.referredOrNamed(b, 'jobs', queues, 'QueueName')?.path).toBe('B/Queue');
  expect(templates.referredOrNamed(b, 'others', queues, 'QueueName')).toBeUndefined();
});
