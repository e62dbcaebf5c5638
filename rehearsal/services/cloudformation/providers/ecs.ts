import { isDeepStrictEqual } from 'node:util';
import type * as sdk from '@aws-sdk/client-ecs';
import { type Properties, type ProviderContext, type Providers, provider } from '../provider';
import { untilDeployed } from './ecs-deployment';
import { untilSteady } from './ecs-steady';
import { camelCase } from './names';

/** AWS::ECS */
export const ecsProviders: Providers = {
  'AWS::ECS::Cluster': {
    replaceOn: ['ClusterName'],
    create: async (properties, context) => {
      const input = { clusterName: context.physicalName(), ...(camelCase(properties) as sdk.CreateClusterRequest) };
      await context.call<sdk.CreateClusterRequest, sdk.CreateClusterResponse>('ecs', 'CreateCluster', input);
      const Arn = context.cloud.arn('ecs', `cluster/${input.clusterName}`);
      return { physicalId: input.clusterName ?? '', attributes: { Arn } };
    },
    update: async (properties, _old, { physicalId }, context) => {
      const { settings, configuration } = camelCase(properties) as sdk.UpdateClusterRequest;
      await context.call('ecs', 'UpdateCluster', { cluster: physicalId, settings, configuration });
      return undefined;
    },
    delete: async ({ physicalId }, _properties, context) => {
      await context.call('ecs', 'DeleteCluster', { cluster: physicalId });
    },
  },

  'AWS::ECS::TaskDefinition': {
    create: async (properties, context) => {
      const input = {
        ...(camelCase(properties) as sdk.RegisterTaskDefinitionRequest),
        family: String(properties.Family ?? context.physicalName()),
      };
      const made = await context.call<sdk.RegisterTaskDefinitionRequest, sdk.RegisterTaskDefinitionResponse>(
        'ecs',
        'RegisterTaskDefinition',
        input,
      );
      const TaskDefinitionArn = made.taskDefinition?.taskDefinitionArn ?? '';
      return { physicalId: TaskDefinitionArn, attributes: { TaskDefinitionArn } };
    },
    delete: async ({ physicalId }, _properties, context) => {
      await context.call('ecs', 'DeregisterTaskDefinition', { taskDefinition: physicalId });
    },
  },

  'AWS::ECS::Service': provider<Properties>({
    // Not the controller: CloudFormation changes it in place (its reference says 'No interruption').
    replaceOn: ['Cluster', 'ServiceName', 'LaunchType', 'SchedulingStrategy', 'Role'],
    create: async (properties, context) => {
      const input = {
        // CloudFormation's own default, for a new service only.
        ...(properties.SchedulingStrategy !== 'DAEMON' && { desiredCount: 1 }),
        ...(camelCase(properties) as sdk.CreateServiceRequest),
        serviceName: String(properties.ServiceName ?? context.physicalName()),
      };
      const since = context.cloud.clock.now();
      const made = await context.call<sdk.CreateServiceRequest, sdk.CreateServiceResponse>(
        'ecs',
        'CreateService',
        input,
      );
      const ServiceArn = made.service?.serviceArn ?? '';
      const existing = { physicalId: ServiceArn, attributes: { ServiceArn, Name: input.serviceName } };
      context.initiated(existing);
      await untilSettled(ServiceArn, properties, since, context);
      return existing;
    },
    // Sending everything, as CloudFormation was seen to do, is refused by ECS under CODE_DEPLOY (ECS says why).
    update: async (properties, old, { physicalId }, context) => {
      const sendsAll = context.cloud.switches.is('cloudformation.ecs-service-update', 'sends-everything');
      const names = UPDATABLE.filter((name) => sendsAll || !isDeepStrictEqual(properties[name], old[name]));
      const sent = Object.fromEntries(names.map((name) => [name, properties[name]]));
      const input = { ...(camelCase(sent) as sdk.UpdateServiceRequest), cluster: clusterOf(properties) };
      const since = context.cloud.clock.now();
      await context.call('ecs', 'UpdateService', { ...input, service: physicalId });
      await untilSettled(physicalId, properties, since, context);
      return undefined;
    },
    delete: async ({ physicalId }, properties, context) => {
      await context.call('ecs', 'DeleteService', { cluster: properties.Cluster, service: physicalId, force: true });
    },
  }),

  'AWS::ECS::ClusterCapacityProviderAssociations': {
    inert: true,
    create: (properties) => ({ physicalId: String(properties.Cluster), attributes: {} }),
    update: async () => undefined,
  },

  'AWS::ECS::CapacityProvider': {
    inert: true,
    create: (properties, context) => ({
      physicalId: String(properties.Name ?? context.physicalName()),
      attributes: {},
    }),
    update: async () => undefined,
  },
};

/** What UpdateService takes; tags go by operations of their own, and are not changed here. */
const UPDATABLE = [
  ...['AvailabilityZoneRebalancing', 'CapacityProviderStrategy', 'DeploymentConfiguration'],
  ...['DeploymentController', 'DesiredCount'],
  ...['EnableECSManagedTags', 'EnableExecuteCommand', 'HealthCheckGracePeriodSeconds', 'LoadBalancers'],
  ...['NetworkConfiguration', 'PlacementConstraints', 'PlacementStrategies', 'PlatformVersion', 'PropagateTags'],
  ...['ServiceConnectConfiguration', 'ServiceRegistries', 'TaskDefinition', 'VolumeConfigurations'],
];

/** What a change of a service is waited for: the end of the deployment that ECS makes of it, or steady tasks. */
function untilSettled(arn: string, properties: Properties, since: number, context: ProviderContext): Promise<void> {
  const { Strategy = 'ROLLING' } = (properties.DeploymentConfiguration ?? {}) as { readonly Strategy?: string };
  if (Strategy === 'ROLLING') return untilSteady(arn, clusterOf(properties), context);
  return untilDeployed(arn, clusterOf(properties), since, context);
}

function clusterOf({ Cluster }: Properties): string | undefined {
  return Cluster === undefined ? undefined : String(Cluster);
}
