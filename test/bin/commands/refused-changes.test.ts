import { refusedChanges } from '../../../bin/commands/refused-changes';

const SERVICE = {
  Cluster: 'c',
  DeploymentController: { Type: 'CODE_DEPLOY' },
  DesiredCount: 2,
  TaskDefinition: 'orders',
  NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['a'] } },
};

function stacks(properties: object, type = 'AWS::ECS::Service') {
  return [
    { name: 'Shop', resources: { Orders: { type, properties: { ...SERVICE, ...properties }, path: 'Shop/Orders' } } },
  ];
}

function levels(change: object, before: object = {}): string[] {
  return refusedChanges(stacks(before), stacks({ ...before, ...change })).map(({ level }) => level);
}

test.each<[string, object, string[]]>([
  ['nothing', {}, []],
  ['the network', { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['b'] } } }, ['error']],
  ['a Cloud Map entry that is new', { ServiceRegistries: [{ RegistryArn: 'arn' }] }, ['error']],
  ['the desired count', { DesiredCount: 3 }, ['warning']],
  ['the name, which makes another service', { ServiceName: 'other', DesiredCount: 3 }, []],
  ['who releases it', { DeploymentController: { Type: 'ECS' }, DesiredCount: 3 }, []],
])('a change of %s', (_name, change, expected) => {
  expect(levels(change)).toEqual(expected);
});

test('a service of ECS itself, and one that is new, may be anything', () => {
  expect(levels({ DesiredCount: 3 }, { DeploymentController: { Type: 'ECS' } })).toEqual([]);
  expect(refusedChanges([], stacks({}))).toEqual([]);
});

test('the finding names what is refused, and the way out', () => {
  const [found] = refusedChanges(stacks({}), stacks({ PlatformVersion: '1.4.0', DesiredCount: 3 }));

  expect(found).toMatchObject({ id: 'BG101', path: 'Shop/Orders', wayOut: expect.stringContaining('second service') });
  expect(found?.message).toMatch(/^PlatformVersion of a service/);
});
