import { checkPattern, fitsPattern } from '../../../../rehearsal/services/eventbridge/event-pattern';

/** EventBridge user guide, "Comparison operators for use in event patterns". */
const event = {
  version: '0',
  source: 'aws.ec2',
  'detail-type': 'EC2 Instance State-change Notification',
  resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-1', 'arn:aws:ec2:us-east-1:123456789012:instance/i-2'],
  detail: {
    state: 'initializing',
    file: 'a/lib/photo.PNG',
    count: 5,
    ratio: null,
    ok: true,
    empty: '',
    ip: '10.0.0.9',
  },
};
const detail = (matchers: unknown) => ({ detail: matchers });

test.each<[string, unknown, boolean]>([
  ['every field', { source: ['aws.ec2'], ...detail({ state: ['initializing'] }) }, true],
  ['one field that differs', { source: ['aws.ec2'], ...detail({ state: ['running'] }) }, false],
  ['one of several values', detail({ state: ['running', 'initializing'] }), true],
  ['an element of a list', { resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-2'] }, true],
  ['a number', detail({ count: [5] }), true],
  ['a number as a text', detail({ count: ['5'] }), false],
  ['null', detail({ ratio: [null] }), true],
  ['a boolean', detail({ ok: [true] }), true],
  ['the empty text', detail({ empty: [''] }), true],
  ['prefix', { resources: [{ prefix: 'arn:aws:ec2:' }] }, true],
  ['prefix of another', { resources: [{ prefix: 'arn:aws:ecs:' }] }, false],
  ['prefix without case', { source: [{ prefix: { 'equals-ignore-case': 'AWS.' } }] }, true],
  ['suffix', detail({ file: [{ suffix: '.PNG' }] }), true],
  ['suffix in another case', detail({ file: [{ suffix: '.png' }] }), false],
  ['suffix without case', detail({ file: [{ suffix: { 'equals-ignore-case': '.png' } }] }), true],
  ['equals-ignore-case', detail({ state: [{ 'equals-ignore-case': 'INITIALIZING' }] }), true],
  ['anything-but a value', detail({ state: [{ 'anything-but': 'initializing' }] }), false],
  ['anything-but another value', detail({ state: [{ 'anything-but': 'stopped' }] }), true],
  ['anything-but a list', detail({ state: [{ 'anything-but': ['stopped', 'initializing'] }] }), false],
  ['anything-but a prefix', detail({ state: [{ 'anything-but': { prefix: 'init' } }] }), false],
  ['anything-but a suffix', detail({ file: [{ 'anything-but': { suffix: '.txt' } }] }), true],
  ['anything-but a wildcard', detail({ file: [{ 'anything-but': { wildcard: '*/lib/*' } }] }), false],
  ['anything-but a field that is not there', detail({ none: [{ 'anything-but': 'a' }] }), false],
  ['wildcard', detail({ file: [{ wildcard: 'a/*/photo.*' }] }), true],
  ['wildcard that ends before', detail({ file: [{ wildcard: 'a/*/photo' }] }), false],
  ['wildcard with a plain star', detail({ file: [{ wildcard: 'a\\*' }] }), false],
  ['numeric range', detail({ count: [{ numeric: ['>', 0, '<=', 5] }] }), true],
  ['numeric range that ends before', detail({ count: [{ numeric: ['>', 0, '<', 5] }] }), false],
  ['numeric equal', detail({ count: [{ numeric: ['=', 5] }] }), true],
  ['exists', detail({ state: [{ exists: true }] }), true],
  ['exists of what is not there', detail({ none: [{ exists: true }] }), false],
  ['exists: false', detail({ none: [{ exists: false }] }), true],
  ['exists: false below what is not there', detail({ none: { deeper: [{ exists: false }] } }), true],
  ['exists: false of what is there', detail({ state: [{ exists: false }] }), false],
  ['cidr', detail({ ip: [{ cidr: '10.0.0.0/24' }] }), true],
  ['cidr of another net', detail({ ip: [{ cidr: '10.0.1.0/24' }] }), false],
  ['$or', detail({ $or: [{ state: ['running'] }, { count: [{ numeric: ['>', 4] }] }] }), true],
  ['$or of none', detail({ $or: [{ state: ['running'] }, { count: [1] }] }), false],
  ['$or and another field', { source: ['aws.ecs'], $or: [{ version: ['0'] }] }, false],
])('%s', (_what, pattern, fits) => {
  expect(fitsPattern(pattern, event)).toBe(fits);
});

test.each([
  ['a value that is no list', { source: 'aws.ec2' }],
  ['an empty list', { source: [] }],
  ['an unknown operator', { source: [{ like: 'aws' }] }],
  ['two operators', { source: [{ prefix: 'a', suffix: 'b' }] }],
  ['an empty pattern', {}],
])('refuses %s', (_what, pattern) => {
  expect(() => checkPattern(pattern)).toThrow();
});
