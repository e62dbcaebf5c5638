import { type CodeDeployClient, ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type ECSClient, ListServiceDeploymentsCommand } from '@aws-sdk/client-ecs';
import { isNamed, type StackUnderUpdate } from '../shared/stack-under-update';
import type { LiveStateProperties } from './environment';

export interface RunningClients {
  readonly codeDeploy: CodeDeployClient;
  readonly dynamoDb: DynamoDBClient;
  readonly ecs: ECSClient;
}

/** The release that runs, in words; undefined when none does. What is not made yet runs nothing. */
export async function readRunning(
  clients: RunningClients,
  stack: StackUnderUpdate,
  release: LiveStateProperties['Release'],
): Promise<string | undefined> {
  const id = await runningId(clients, stack, release);
  return id === undefined ? undefined : `release ${id}`;
}

async function runningId(clients: RunningClients, stack: StackUnderUpdate, release: LiveStateProperties['Release']) {
  if ('Table' in release) return lockOf(clients.dynamoDb, release.Table);
  if ('Application' in release) return deploymentOf(clients.codeDeploy, release);
  const service = await stack.tryFind(release.ServiceLogicalId);
  return service === undefined ? undefined : serviceDeploymentOf(clients.ecs, service);
}

async function serviceDeploymentOf(client: ECSClient, service: string): Promise<string | undefined> {
  const { serviceDeployments } = await client.send(
    new ListServiceDeploymentsCommand({
      service,
      // `…:service/<cluster>/<service>`
      cluster: service.split('/').at(-2),
      status: ['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'],
    }),
  );
  return serviceDeployments?.[0]?.serviceDeploymentArn?.split('/').at(-1);
}

async function lockOf(client: DynamoDBClient, TableName: string): Promise<string | undefined> {
  try {
    const Key = { kind: { S: 'service' }, id: { S: 'service' } };
    const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    return Item?.lock?.S;
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}

async function deploymentOf(
  client: CodeDeployClient,
  { Application, DeploymentGroup }: { readonly Application: string; readonly DeploymentGroup: string },
): Promise<string | undefined> {
  try {
    const { deployments } = await client.send(
      new ListDeploymentsCommand({
        applicationName: Application,
        deploymentGroupName: DeploymentGroup,
        // Through its bake, too, a deployment is in progress (aws-facts 1.2).
        includeOnlyStatuses: ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'],
      }),
    );
    return deployments?.[0];
  } catch (error) {
    if (isNamed(error, 'ApplicationDoesNotExistException', 'DeploymentGroupDoesNotExistException')) return undefined;
    throw error;
  }
}
