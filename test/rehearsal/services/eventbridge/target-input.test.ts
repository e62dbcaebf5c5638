import { inputOf } from '../../../../rehearsal/services/eventbridge/target-input';

const event = {
  source: 'a',
  resources: ['arn:one'],
  detail: { state: 'done', step: 2, reason: 'it said "no"', list: [1] },
};
const transformer = (InputTemplate: string) => ({
  Id: '1',
  Arn: 'arn',
  InputTransformer: {
    InputPathsMap: {
      state: '$.detail.state',
      step: '$.detail.step',
      reason: '$.detail.reason',
      all: '$.detail',
      first: '$.resources[0]',
      none: '$.detail.none',
    },
    InputTemplate,
  },
});

test.each<[string, string, unknown]>([
  ['values as JSON', '{"state": <state>, "step": <step>, "all": <all>}', { state: 'done', step: 2, all: event.detail }],
  ['values within a text', '{"text": "step <step> is <state>"}', { text: 'step 2 is done' }],
  ['quotes within a text', '{"text": "<reason>"}', { text: 'it said "no"' }],
  ['an element of a list', '{"arn": <first>}', { arn: 'arn:one' }],
  ['what the event does not have', '{"text": "<none>", "value": <none>}', { text: '', value: '' }],
  ['a text that is no JSON', 'state: <state>', 'state: "done"'],
  ['a JSON text', '"release is <state>"', 'release is done'],
])('a transformer fills in %s', (_what, template, input) => {
  expect(inputOf(transformer(template), event)).toEqual(input);
});

test('a target gets the event, a part of it, or a constant', () => {
  expect(inputOf({ Id: '1', Arn: 'arn' }, event)).toBe(event);
  expect(inputOf({ Id: '1', Arn: 'arn', InputPath: '$.detail' }, event)).toBe(event.detail);
  expect(inputOf({ Id: '1', Arn: 'arn', Input: '{"a":1}' }, event)).toEqual({ a: 1 });
});
