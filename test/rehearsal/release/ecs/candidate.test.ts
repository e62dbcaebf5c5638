import { nextRevisionOf, withTaskDefinition } from '../../../../rehearsal/release/ecs/candidate';

test('the next revision is what RegisterTaskDefinition takes of the live one', () => {
  const next = nextRevisionOf({
    taskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/orders:1',
    family: 'orders',
    revision: 1,
    status: 'ACTIVE',
    compatibilities: ['FARGATE'],
    requiresAttributes: [{ name: 'x' }],
    registeredAt: new Date(0),
    cpu: '256',
    containerDefinitions: [{ name: 'web', image: 'shop:1' }],
  });

  expect(next).toEqual({ family: 'orders', cpu: '256', containerDefinitions: [{ name: 'web', image: 'shop:1' }] });
});

test('an AppSpec gets another task definition, and keeps the rest', () => {
  const appSpec = {
    version: '0.0',
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: { TaskDefinition: 'old', LoadBalancerInfo: { ContainerName: 'web' } },
        },
      },
    ],
    Hooks: [{ BeforeAllowTraffic: 'warm' }],
  };

  const changed = JSON.parse(withTaskDefinition(JSON.stringify(appSpec), 'new'));

  expect(changed).toEqual({
    ...appSpec,
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: { TaskDefinition: 'new', LoadBalancerInfo: { ContainerName: 'web' } },
        },
      },
    ],
  });
});
