import { HookStage } from '../../../lib';
import { renderAppSpec } from '../../../lib/ecs/app-spec';

const service = { taskDefinitionArn: 'arn:task:1', containerName: 'web', containerPort: 8080 };

describe('AppSpec', () => {
  test('names the task definition and the container, and leaves out what is not set', () => {
    expect(renderAppSpec({ ...service, hooks: [] })).toEqual({
      version: '0.0',
      Resources: [
        {
          TargetService: {
            Type: 'AWS::ECS::Service',
            Properties: {
              TaskDefinition: 'arn:task:1',
              LoadBalancerInfo: { ContainerName: 'web', ContainerPort: 8080 },
            },
          },
        },
      ],
    });
  });

  test('lists its hooks as single-key maps, in the order of the stages', () => {
    const hooks = [
      { stage: HookStage.BEFORE_ALLOW_TRAFFIC, functionArn: 'arn:warm' },
      { stage: HookStage.BEFORE_INSTALL, functionArn: 'arn:expand' },
      { stage: HookStage.AFTER_ALLOW_TEST_TRAFFIC, functionArn: 'arn:smoke' },
    ];

    expect(renderAppSpec({ ...service, hooks })).toMatchObject({
      Hooks: [
        { BeforeInstall: 'arn:expand' },
        { AfterAllowTestTraffic: 'arn:smoke' },
        { BeforeAllowTraffic: 'arn:warm' },
      ],
    });
  });

  test('carries platform version and capacity providers', () => {
    const capacityProviderStrategies = [
      { capacityProvider: 'FARGATE', base: 1, weight: 2 },
      { capacityProvider: 'FARGATE_SPOT' },
    ];

    const text = JSON.stringify(
      renderAppSpec({ ...service, hooks: [], platformVersion: '1.4.0', capacityProviderStrategies }),
    );

    expect(text).toContain('"PlatformVersion":"1.4.0"');
    expect(text).toContain('[{"CapacityProvider":"FARGATE","Base":1,"Weight":2},{"CapacityProvider":"FARGATE_SPOT"}]');
  });
});
