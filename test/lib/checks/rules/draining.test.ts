import { CODE_DEPLOY, findingsAfter } from '../findings';

function drain(
  seconds: string | undefined,
  edit: (attributes: { Key: string; Value: unknown }[]) => unknown = () => {},
) {
  return findingsAfter(CODE_DEPLOY, 'ElasticLoadBalancingV2::TargetGroup', (properties) => {
    const others = properties.TargetGroupAttributes.filter(({ Key }: { Key: string }) => !Key.startsWith('dereg'));
    const delay = { Key: 'deregistration_delay.timeout_seconds', Value: seconds };
    properties.TargetGroupAttributes = seconds === undefined ? others : [...others, delay];
    edit(properties.TargetGroupAttributes);
  });
}

test('BG006, BG007: targets drain for longer than the bake, and than the container has to stop', () => {
  expect(drain('3600')).toEqual([
    'BG006 targets drain for 60 minutes, but the bake lasts 10 minutes',
    "BG007 container 'web' has 30 s to stop, but targets drain for 60 minutes",
  ]);
});

test('BG007: without a word, ELB waits for five minutes', () => {
  expect(drain(undefined)).toEqual(["BG007 container 'web' has 30 s to stop, but targets drain for 5 minutes"]);
});

test('BG007: a container that takes its time is fine', () => {
  const found = findingsAfter(CODE_DEPLOY, 'ECS::TaskDefinition', (properties) => {
    properties.ContainerDefinitions[0].StopTimeout = 120;
  });

  expect(found).toEqual([]);
});

test('BG007: one that is killed at once is not', () => {
  const found = findingsAfter(CODE_DEPLOY, 'ECS::TaskDefinition', (properties) => {
    properties.ContainerDefinitions[0].StopTimeout = 2;
  });

  expect(found).toEqual(["BG007 container 'web' has 2 s to stop, but targets drain for 30 s"]);
});

test('a delay that only CloudFormation knows is not judged', () => {
  const unknown = drain('30', (attributes) => {
    for (const one of attributes) if (one.Key.startsWith('dereg')) one.Value = { Ref: 'Delay' };
  });

  expect(unknown).toEqual([]);
});
