import type * as ecs from 'aws-cdk-lib/aws-ecs';
import { HookStage } from '../hooks/hook';

/** The function that is asked at one stage. */
export interface AppSpecHook {
  readonly stage: HookStage;
  readonly functionArn: string;
}

/** What CodeDeploy needs to know about a release. */
export interface AppSpecOptions {
  readonly taskDefinitionArn: string;
  readonly containerName: string;
  readonly containerPort: number;
  readonly platformVersion?: string;
  readonly capacityProviderStrategies?: ecs.CapacityProviderStrategy[];
  readonly hooks: AppSpecHook[];
}

/**
 * The AppSpec of a release, as an object to be written as JSON.
 *
 * Networking is left out, so that the candidate gets the service's own. The version is a string, because the number 0.0 written as
 * JSON is 0.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html#reference-appspec-file-structure-resources-ecs
 */
export function renderAppSpec(options: AppSpecOptions): object {
  const hooks = Object.values(HookStage).flatMap((stage) =>
    options.hooks.filter((hook) => hook.stage === stage).map((hook) => ({ [stage]: hook.functionArn })),
  );
  return {
    version: '0.0',
    Resources: [{ TargetService: { Type: 'AWS::ECS::Service', Properties: renderService(options) } }],
    ...(hooks.length > 0 && { Hooks: hooks }),
  };
}

function renderService(options: AppSpecOptions): object {
  const strategies = options.capacityProviderStrategies ?? [];
  return {
    TaskDefinition: options.taskDefinitionArn,
    LoadBalancerInfo: { ContainerName: options.containerName, ContainerPort: options.containerPort },
    ...(options.platformVersion && { PlatformVersion: options.platformVersion }),
    ...(strategies.length > 0 && { CapacityProviderStrategy: strategies.map(renderStrategy) }),
  };
}

function renderStrategy({ capacityProvider, base, weight }: ecs.CapacityProviderStrategy): object {
  return {
    CapacityProvider: capacityProvider,
    ...(base !== undefined && { Base: base }),
    ...(weight !== undefined && { Weight: weight }),
  };
}
