import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CodeDeployClient,
  CreateDeploymentCommand,
  GetDeploymentCommand,
  GetDeploymentTargetCommand,
  ListDeploymentsCommand,
} from '@aws-sdk/client-codedeploy';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { markOf, renderDescription } from '../../../lambda/release-on-deploy/marks';
import { releaseOnDeployHandler } from '../../../lambda/release-on-deploy/release-on-deploy';
import type { LogEntry } from '../../../lambda/shared/log';

export const cloudFormation = mockClient(CloudFormationClient);
export const codeDeploy = mockClient(CodeDeployClient);
export const ecs = mockClient(ECSClient);
export const stepFunctions = mockClient(SFNClient);
export const events = mockClient(EventBridgeClient);
export const ssm = mockClient(SSMClient);

const URL = 'https://answers.example/secret-of-cloudformation';
export const CLUSTER = 'arn:aws:ecs:us-east-1:123456789012:task-definition';
const target = (version: number) => ({
  Application: 'App',
  DeploymentGroup: 'Group',
  Cluster: 'cluster',
  Service: 'orders',
  TaskDefinition: `${CLUSTER}/shop:${version}`,
  AppSpec: JSON.stringify({
    version: '0.0',
    Resources: [{ TargetService: { Type: 'AWS::ECS::Service', Properties: { TaskDefinition: `shop:${version}` } } }],
    Hooks: [{ AfterAllowTestTraffic: 'smoke' }],
  }),
  Hook: 'arn:hook',
});
export const properties = (version: number, WaitsFor = 'shifted') => ({
  ServiceToken: 'arn:hook',
  Construct: 'Shop/Orders',
  Version: `shop:${version}`,
  WaitsFor,
  WithinSeconds: '3300',
  DeadlineMachine: 'arn:deadline',
  Target: target(version),
});
export const request = (fields: object = {}) => ({
  RequestType: 'Update',
  ResourceType: 'Custom::BlueGreenRelease',
  StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/Shop/1',
  LogicalResourceId: 'Release',
  PhysicalResourceId: 'release-Release',
  RequestId: '1-request',
  ResponseURL: URL,
  ResourceProperties: properties(2),
  OldResourceProperties: properties(1),
  ...fields,
});
export const ours = (version: number, id = '0-request') => {
  return renderDescription('deploy of Shop', { ...markOf({ requestId: id }, `shop:${version}`), before: '1' });
};

export const NOW = 1_000_000_000;

/** What the function has logged, put into parameters and answered. */
export const seen = {
  logged: [] as LogEntry[],
  parameters: new Map<string, string>(),
  answers: [] as Record<string, unknown>[],
};

/** A stack that updates the release, a service that is live with version 1, and no deployment. */
export function startAnew(): void {
  for (const mock of [cloudFormation, codeDeploy, ecs, stepFunctions, events, ssm]) mock.reset();
  [seen.logged, seen.answers, seen.parameters] = [[], [], new Map()];
  stackIs('UPDATE_IN_PROGRESS');
  resourceIs('UPDATE_IN_PROGRESS');
  liveIs(1);
  deploymentsAre({});
  codeDeploy.on(GetDeploymentTargetCommand).resolves({});
  codeDeploy.on(CreateDeploymentCommand).resolves({ deploymentId: 'd-new' });
  ssm.on(PutParameterCommand).callsFake(({ Name, Value }) => {
    seen.parameters.set(Name, Value);
    return {};
  });
  ssm.on(DeleteParameterCommand).callsFake(({ Name }) => {
    seen.parameters.delete(Name);
    return {};
  });
  ssm.on(GetParameterCommand).callsFake(({ Name }) => {
    if (!seen.parameters.has(Name)) throw Object.assign(new Error('no parameter'), { name: 'ParameterNotFound' });
    return { Parameter: { Name, Value: seen.parameters.get(Name) } };
  });
  ssm.on(GetParametersByPathCommand).callsFake(({ Path }) => ({
    Parameters: [...seen.parameters].flatMap(([Name, Value]) => (Name.startsWith(`${Path}/`) ? [{ Name, Value }] : [])),
  }));
}

/** What CloudFormation does with the stack, since when. */
export const stackIs = (StackStatus: string, since = NOW) =>
  cloudFormation
    .on(DescribeStacksCommand)
    .resolves({ Stacks: [{ StackStatus, LastUpdatedTime: new Date(since) } as never] });
/** What CloudFormation does with the resource, since so many seconds. */
export const resourceIs = (ResourceStatus: string, seconds = 0) =>
  cloudFormation.on(DescribeStackResourceCommand).resolves({
    StackResourceDetail: { ResourceStatus, LastUpdatedTimestamp: new Date(NOW - seconds * 1000) } as never,
  });
export const liveIs = (version: number, externalId?: string) =>
  ecs.on(DescribeServicesCommand).resolves({
    services: [{ taskSets: [{ status: 'PRIMARY', taskDefinition: `${CLUSTER}/shop:${version}`, externalId }] }],
  });
/** The group's deployments, newest first. */
export const deploymentsAre = (all: Record<string, object>) => {
  codeDeploy.on(ListDeploymentsCommand).resolves({ deployments: Object.keys(all) });
  codeDeploy.on(GetDeploymentCommand, { deploymentId: 'd-new' }).resolves({
    deploymentInfo: { deploymentId: 'd-new', status: 'InProgress' },
  });
  Object.entries(all).forEach(([deploymentId, info], index) => {
    const createTime = new Date(1_000_000 - index);
    const deploymentInfo = { deploymentId, createTime, autoRollbackConfiguration: { enabled: true }, ...info };
    codeDeploy.on(GetDeploymentCommand, { deploymentId }).resolves({ deploymentInfo });
  });
};

export const run = (event: object) =>
  releaseOnDeployHandler({
    stackName: 'Shop',
    clients: {
      cloudFormation: new CloudFormationClient({}),
      codeDeploy: new CodeDeployClient({}),
      ecs: new ECSClient({}),
      stepFunctions: new SFNClient({}),
      dynamoDb: new DynamoDBClient({}),
      autoScaling: new AutoScalingClient({}),
      loadBalancing: new ElasticLoadBalancingV2Client({}),
      events: new EventBridgeClient({}),
      ssm: new SSMClient({}),
    },
    put: async (url, body) => {
      expect(url.split('?')[0]).toBe(URL);
      seen.answers.push(JSON.parse(body));
    },
    log: (entry) => seen.logged.push(entry),
    now: () => NOW,
    pause: async () => undefined,
  })(event, { getRemainingTimeInMillis: () => 200_000 });
export const created = () => codeDeploy.commandCalls(CreateDeploymentCommand).map(({ args }) => args[0].input);
export const statuses = () => seen.answers.map(({ Status }) => Status);
export const open = () => [...seen.parameters.values()].filter((value) => !value.startsWith('answered'));
