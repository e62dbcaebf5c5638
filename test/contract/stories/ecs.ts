import {
  CreateClusterCommand,
  CreateServiceCommand,
  CreateTaskSetCommand,
  DeleteServiceCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTaskSetsCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { type At, failure } from '../both';
import type { Except } from '../differences';
import { network } from '../network';

export async function story(at: At) {
  const { subnets, securityGroup } = await network(at);
  const ecs = at(ECSClient);
  const cluster = 'shop';
  const service = 'orders';
  const register = () =>
    ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'orders',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        containerDefinitions: [
          {
            name: 'app',
            image: 'app:1',
            portMappings: [{ containerPort: 8080 }],
            environment: [{ name: 'A', value: '1' }],
          },
        ],
      }),
    );
  const awsvpcConfiguration = { subnets, securityGroups: [securityGroup] };
  const created = await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  const [first, second] = [await register(), await register()];
  const createService = (taskDefinition: string) =>
    ecs.send(
      new CreateServiceCommand({
        cluster,
        serviceName: service,
        taskDefinition,
        desiredCount: 2,
        launchType: 'FARGATE',
        deploymentController: { type: 'EXTERNAL' },
        networkConfiguration: { awsvpcConfiguration },
      }),
    );
  const made = await createService('orders:1').catch((error) => error);
  return {
    cluster: { name: created.cluster?.clusterName, arn: created.cluster?.clusterArn, status: created.cluster?.status },
    noCluster: (await ecs.send(new DescribeClustersCommand({ clusters: ['none'] }))).failures,
    definition: {
      arn: first.taskDefinition?.taskDefinitionArn,
      revision: first.taskDefinition?.revision,
      status: first.taskDefinition?.status,
      container: first.taskDefinition?.containerDefinitions?.[0],
    },
    next: second.taskDefinition?.revision,
    latest: (await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'orders' }))).taskDefinition?.revision,
    noDefinition: await failure(ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'none' }))),
    definitions: (await ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: 'orders' }))).taskDefinitionArns,
    service: made.service && {
      arn: made.service.serviceArn,
      status: made.service.status,
      desiredCount: made.service.desiredCount,
      controller: made.service.deploymentController,
    },
    described: (await ecs.send(new DescribeServicesCommand({ cluster, services: [service, 'none'] }))).failures,
    taskSet: await ecs
      .send(
        new CreateTaskSetCommand({
          cluster,
          service,
          taskDefinition: 'orders:2',
          launchType: 'FARGATE',
          networkConfiguration: { awsvpcConfiguration },
        }),
      )
      .then(({ taskSet }) => ({ status: taskSet?.status, definition: taskSet?.taskDefinition })),
    taskSets: (await ecs.send(new DescribeTaskSetsCommand({ cluster, service }))).taskSets?.length,
    noServiceInCluster: await failure(
      ecs.send(new UpdateServiceCommand({ cluster, service: 'none', desiredCount: 1 })),
    ),
    noSuchCluster: await failure(ecs.send(new DescribeServicesCommand({ cluster: 'none', services: [service] }))),
    deleted: (await ecs.send(new DeleteServiceCommand({ cluster, service, force: true }))).service?.serviceName,
  };
}

export const except: Except = {
  'definition.container.cpu': 'ours keeps the definition as it came, without the defaults',
  'definition.container.essential': 'ours keeps the definition as it came, without the defaults',
  'definition.container.mountPoints': 'ours keeps the definition as it came, without the defaults',
  'definition.container.volumesFrom': 'ours keeps the definition as it came, without the defaults',
  'described.0.arn': 'the long form of ARNs has the cluster in it',
};
