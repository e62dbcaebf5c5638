import { AppSpecError, parseAppSpec } from '../../../../rehearsal/services/codedeploy/app-spec';

const TASK_DEFINITION = 'arn:aws:ecs:us-east-1:123456789012:task-definition/shop:2';
const YAML = `
version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: ${TASK_DEFINITION}
        LoadBalancerInfo:
          ContainerName: web
          ContainerPort: 80
        PlatformVersion: LATEST
        NetworkConfiguration:
          AwsvpcConfiguration: { Subnets: [subnet-1], SecurityGroups: [sg-1], AssignPublicIp: DISABLED }
        CapacityProviderStrategy:
          - { Base: 1, CapacityProvider: FARGATE, Weight: 1 }
Hooks:
  - BeforeInstall: first
  - AfterAllowTestTraffic: arn:aws:lambda:us-east-1:123456789012:function:smoke
`;

/** An AppSpec in JSON; `change` is laid over its top level. */
function json(change: object = {}, properties: object = {}): string {
  const Properties = {
    TaskDefinition: TASK_DEFINITION,
    LoadBalancerInfo: { ContainerName: 'web', ContainerPort: 80 },
    ...properties,
  };
  const Resources = [{ TargetService: { Type: 'AWS::ECS::Service', Properties } }];
  return JSON.stringify({ version: '0.0', Resources, ...change });
}

test('reads YAML with everything in it', () => {
  expect(parseAppSpec(YAML)).toEqual({
    taskDefinition: TASK_DEFINITION,
    containerName: 'web',
    containerPort: 80,
    platformVersion: 'LATEST',
    networkConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'], assignPublicIp: 'DISABLED' },
    capacityProviderStrategy: [{ capacityProvider: 'FARGATE', base: 1, weight: 1 }],
    hooks: { BeforeInstall: 'first', AfterAllowTestTraffic: 'arn:aws:lambda:us-east-1:123456789012:function:smoke' },
  });
});

test('reads JSON with the version as a text, and with the literal number 0.0', () => {
  expect(parseAppSpec(json()).hooks).toEqual({});
  expect(parseAppSpec(json().replace('"0.0"', '0.0')).containerPort).toBe(80);
});

test('takes the number 0 as a version only when told to', () => {
  expect(() => parseAppSpec(json({ version: 0 }))).toThrow("the version of the AppSpec must be 0.0, got '0'");
  expect(parseAppSpec(json({ version: 0 }), true).containerName).toBe('web');
});

test.each([
  ['no text at all', '', 'the AppSpec must be a map, got nothing'],
  ['broken JSON', '{"version": ', 'the AppSpec is neither JSON nor YAML'],
  ['no resources', json({ Resources: undefined }), 'Resources must be a list, got nothing'],
  ['two services', json({ Resources: [{ A: {} }, { B: {} }] }), 'Resources must name exactly one service, got 2'],
  [
    'another type',
    json({ Resources: [{ A: { Type: 'X' } }] }),
    "the Type of the resource must be AWS::ECS::Service, got 'X'",
  ],
  [
    'no task definition',
    json({}, { TaskDefinition: undefined }),
    'Properties.TaskDefinition must be a text, got nothing',
  ],
  [
    'no load balancer',
    json({}, { LoadBalancerInfo: undefined }),
    'Properties.LoadBalancerInfo must be a map, got nothing',
  ],
  [
    'a port that is a text',
    json({}, { LoadBalancerInfo: { ContainerName: 'web', ContainerPort: '80' } }),
    'must be an integer',
  ],
  [
    'half a network',
    json({}, { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['s'] } } }),
    'AwsvpcConfiguration needs all three of Subnets, SecurityGroups and AssignPublicIp, or none',
  ],
  ['hooks as a map', json({ Hooks: { BeforeInstall: 'x' } }), 'Hooks must be a list, got a map'],
  ['an unknown hook', json({ Hooks: [{ Install: 'x' }] }), "there is no hook 'Install'; there are: BeforeInstall"],
  ['a hook twice', json({ Hooks: [{ BeforeInstall: 'x' }, { BeforeInstall: 'y' }] }), 'BeforeInstall is given twice'],
])('refuses %s', (_, text, message) => {
  expect(() => parseAppSpec(text)).toThrow(AppSpecError);
  expect(() => parseAppSpec(text)).toThrow(message);
});
