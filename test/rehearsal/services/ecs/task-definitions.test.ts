import { VirtualClock } from '../../../../rehearsal/clock';
import { Cloud } from '../../../../rehearsal/cloud';
import { TaskDefinitions } from '../../../../rehearsal/services/ecs/task-definitions';
import { Switches } from '../../../../rehearsal/switches';

function withRevisions(...families: string[]): TaskDefinitions {
  const definitions = new TaskDefinitions(new Cloud({ clock: new VirtualClock(), switches: new Switches([]) }));
  for (const family of families)
    definitions.register({ family, containerDefinitions: [{ name: 'web', image: 'shop' }] });
  return definitions;
}
const arn = (name: string) => `arn:aws:ecs:us-east-1:123456789012:task-definition/${name}`;

test.each([
  ['shop', 'shop:2'],
  ['shop:1', 'shop:1'],
  [arn('shop:1'), 'shop:1'],
  [arn('other:1'), 'other:1'],
])('%s is %s', (name, found) => {
  const definitions = withRevisions('shop', 'other', 'shop');

  expect(definitions.describe({ taskDefinition: name }).taskDefinition.taskDefinitionArn).toBe(arn(found));
});

test('a family is its newest revision that is active', () => {
  const definitions = withRevisions('shop', 'shop');
  definitions.deregister({ taskDefinition: 'shop:2' });

  expect(definitions.get('shop').revision).toBe(1);
  expect(definitions.list({ familyPrefix: 'shop' }).taskDefinitionArns).toEqual([arn('shop:1')]);
  expect(definitions.list({ status: 'INACTIVE' }).taskDefinitionArns).toEqual([arn('shop:2')]);
  expect(definitions.get('shop:2').status).toBe('INACTIVE');
});

test.each(['x', 'shop:7', arn('x:1'), undefined])('%s is not there', (name) => {
  expect(() => withRevisions('shop').get(name)).toThrow('Unable to describe task definition.');
});

test('a task definition without containers is refused', () => {
  expect(() => withRevisions().register({ family: 'shop', containerDefinitions: [] })).toThrow(
    'Container list cannot be empty.',
  );
});
