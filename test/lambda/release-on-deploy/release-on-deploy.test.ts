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
  PutLifecycleEventHookExecutionStatusCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
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

const cloudFormation = mockClient(CloudFormationClient);
const codeDeploy = mockClient(CodeDeployClient);
const ecs = mockClient(ECSClient);
const stepFunctions = mockClient(SFNClient);
const events = mockClient(EventBridgeClient);
const ssm = mockClient(SSMClient);

const URL = 'https://answers.example/secret-of-cloudformation';
const CLUSTER = 'arn:aws:ecs:us-east-1:123456789012:task-definition';
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
const properties = (version: number, WaitsFor = 'shifted') => ({
  ServiceToken: 'arn:hook',
  Construct: 'Shop/Orders',
  Version: `shop:${version}`,
  WaitsFor,
  WithinSeconds: '3300',
  DeadlineMachine: 'arn:deadline',
  Target: target(version),
});
const request = (fields: object = {}) => ({
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
const ours = (version: number, id = '0-request') => {
  return renderDescription('deploy of Shop', { ...markOf({ requestId: id }, `shop:${version}`), before: '1' });
};

const NOW = 1_000_000_000;

let logged: LogEntry[];
let parameters: Map<string, string>;
let answers: Record<string, unknown>[];

beforeEach(() => {
  for (const mock of [cloudFormation, codeDeploy, ecs, stepFunctions, events, ssm]) mock.reset();
  [logged, answers, parameters] = [[], [], new Map()];
  stackIs('UPDATE_IN_PROGRESS');
  resourceIs('UPDATE_IN_PROGRESS');
  liveIs(1);
  deploymentsAre({});
  codeDeploy.on(GetDeploymentTargetCommand).resolves({});
  codeDeploy.on(CreateDeploymentCommand).resolves({ deploymentId: 'd-new' });
  ssm.on(PutParameterCommand).callsFake(({ Name, Value }) => {
    parameters.set(Name, Value);
    return {};
  });
  ssm.on(DeleteParameterCommand).callsFake(({ Name }) => {
    parameters.delete(Name);
    return {};
  });
  ssm.on(GetParameterCommand).callsFake(({ Name }) => {
    if (!parameters.has(Name)) throw Object.assign(new Error('no parameter'), { name: 'ParameterNotFound' });
    return { Parameter: { Name, Value: parameters.get(Name) } };
  });
  ssm.on(GetParametersByPathCommand).callsFake(({ Path }) => ({
    Parameters: [...parameters].flatMap(([Name, Value]) => (Name.startsWith(`${Path}/`) ? [{ Name, Value }] : [])),
  }));
});

const stackIs = (StackStatus: string) =>
  cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [{ StackStatus } as never] });
/** What CloudFormation does with the resource, since so many seconds. */
const resourceIs = (ResourceStatus: string, seconds = 0) =>
  cloudFormation.on(DescribeStackResourceCommand).resolves({
    StackResourceDetail: { ResourceStatus, LastUpdatedTimestamp: new Date(NOW - seconds * 1000) } as never,
  });
const liveIs = (version: number, externalId?: string) =>
  ecs.on(DescribeServicesCommand).resolves({
    services: [{ taskSets: [{ status: 'PRIMARY', taskDefinition: `${CLUSTER}/shop:${version}`, externalId }] }],
  });
/** The group's deployments, newest first. */
const deploymentsAre = (all: Record<string, object>) => {
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

const run = (event: object) =>
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
      expect(url).toBe(URL);
      answers.push(JSON.parse(body));
    },
    log: (entry) => logged.push(entry),
    now: () => NOW,
    pause: async () => undefined,
  })(event, { getRemainingTimeInMillis: () => 200_000 });
const created = () => codeDeploy.commandCalls(CreateDeploymentCommand).map(({ args }) => args[0].input);
const statuses = () => answers.map(({ Status }) => Status);
const open = () => [...parameters.values()].filter((value) => !value.startsWith('answered'));

describe('the function that releases with a stack', () => {
  afterEach(() => expect(JSON.stringify(logged)).not.toContain('secret-of-cloudformation'));

  test('starts a release, keeps the request encrypted, and tells the clock its name only', async () => {
    await run(request());

    expect(created()).toEqual([expect.objectContaining({ description: ours(2, '1-request') })]);
    expect(answers).toEqual([]);
    expect(ssm.commandCalls(PutParameterCommand)[0]?.args[0].input).toMatchObject({
      Name: '/cdk-blue-green-requests/Shop/Release/1-request',
      Type: 'SecureString',
    });
    const { input = '' } = stepFunctions.commandCalls(StartExecutionCommand)[0]?.args[0].input ?? {};
    expect(JSON.parse(input)).toEqual({
      request: '/cdk-blue-green-requests/Shop/Release/1-request',
      seconds: 3300,
    });
  });

  test('answers at once where the stack waits for nothing', async () => {
    await run(request({ ResourceProperties: properties(2, 'start') }));
    expect([created().length, statuses(), open()]).toEqual([1, ['SUCCESS'], []]);
  });

  test('answers when an event says that something has happened, and only then when traffic has shifted', async () => {
    await run(request());
    const event = { kind: 'release-event', requests: '/cdk-blue-green-requests/Shop/Release' };
    await run(event);
    expect(answers).toEqual([]);

    codeDeploy.on(GetDeploymentTargetCommand).resolves({
      deploymentTarget: {
        ecsTarget: { lifecycleEvents: [{ lifecycleEventName: 'AllowTraffic', status: 'Succeeded' }] },
      },
    });
    await run(event);
    await run(event);
    expect(answers).toEqual([expect.objectContaining({ Status: 'SUCCESS', RequestId: '1-request' })]);
    expect(open()).toEqual([]);
  });

  test('is the hook at the end of the shift, and lets CodeDeploy go on whatever happens', async () => {
    deploymentsAre({ 'd-1': { status: 'InProgress', description: 'by hand' } });
    await run({ DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'hook-1' });
    ssm.on(GetParametersByPathCommand).rejects(new Error('denied'));
    deploymentsAre({ 'd-1': { status: 'InProgress', description: ours(2) } });
    await run({ DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'hook-2' });

    const reports = codeDeploy.commandCalls(PutLifecycleEventHookExecutionStatusCommand);
    expect(reports.map(({ args }) => args[0].input.status)).toEqual(['Succeeded', 'Succeeded']);
  });

  test('does nothing when the same request comes again, open or answered, also while the stack goes back', async () => {
    await run(request());
    await run(request());
    stackIs('UPDATE_ROLLBACK_IN_PROGRESS');
    await run(request());
    expect([created().length, answers.length]).toEqual([1, 0]);

    await run({ kind: 'deadline', request: '/cdk-blue-green-requests/Shop/Release/1-request' });
    await run(request());
    expect([created().length, statuses()]).toEqual([1, ['FAILED']]);
  });

  test('does nothing for a request that comes when its update is over', async () => {
    stackIs('UPDATE_ROLLBACK_COMPLETE');
    resourceIs('UPDATE_COMPLETE');
    liveIs(1, 'd-1');
    deploymentsAre({ 'd-1': { status: 'Succeeded', description: ours(1) } });
    await run(request());
    expect([created(), codeDeploy.commandCalls(StopDeploymentCommand), open()]).toEqual([[], [], []]);
  });

  test('leaves alone what another request waits for, when one comes too late', async () => {
    await run(request({ ResourceProperties: properties(3) }));
    await run(request({ RequestId: '0-late' }));
    expect([created().length, statuses()]).toEqual([1, ['FAILED']]);
    expect(open()).toEqual([expect.stringContaining('"requestId":"1-request"')]);
  });

  test('restores nothing when the way back comes of an update whose request has not come', async () => {
    liveIs(1);
    await run(request({ ResourceProperties: properties(1, 'start'), OldResourceProperties: properties(0) }));
    liveIs(1, 'd-new');
    deploymentsAre({ 'd-new': { status: 'Succeeded', description: ours(1, '1-request') } });
    stackIs('UPDATE_ROLLBACK_IN_PROGRESS');
    const back = { ResourceProperties: properties(1), OldResourceProperties: properties(2), RequestId: '2-request' };
    await run(request(back));
    expect([created().length, statuses()]).toEqual([0, ['SUCCESS', 'SUCCESS']]);
  });

  test('counts the time in which Lambda had not brought the request', async () => {
    resourceIs('UPDATE_IN_PROGRESS', 1_500);
    await run(request());
    const { input = '' } = stepFunctions.commandCalls(StartExecutionCommand)[0]?.args[0].input ?? {};
    expect(JSON.parse(input).seconds).toBe(2_000);
  });

  test('finds the release of a request that came before and was cut off', async () => {
    deploymentsAre({ 'd-1': { status: 'InProgress', description: ours(2, '1-request') } });
    await run(request());
    expect([created(), open().length]).toEqual([[], 1]);
  });

  test('starts nothing when the update was cancelled while it looked', async () => {
    cloudFormation
      .on(DescribeStacksCommand)
      .resolvesOnce({ Stacks: [{ StackStatus: 'UPDATE_IN_PROGRESS' } as never] })
      .resolves({ Stacks: [{ StackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' } as never] });
    await run(request());
    expect([created(), statuses()]).toEqual([[], ['FAILED']]);
  });

  test('sends a release back whose update was cancelled while it was started', async () => {
    cloudFormation
      .on(DescribeStacksCommand)
      .resolvesOnce({ Stacks: [{ StackStatus: 'UPDATE_IN_PROGRESS' } as never] })
      .resolvesOnce({ Stacks: [{ StackStatus: 'UPDATE_IN_PROGRESS' } as never] })
      .resolves({ Stacks: [{ StackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' } as never] });
    await run(request());
    expect(codeDeploy.commandCalls(StopDeploymentCommand)[0]?.args[0].input).toEqual({
      deploymentId: 'd-new',
      autoRollbackEnabled: true,
    });
  });

  test('drops the request of a cancelled update, and sends its release back', async () => {
    await run(request());
    deploymentsAre({ 'd-new': { status: 'InProgress', description: ours(2, '1-request') } });
    stackIs('UPDATE_ROLLBACK_IN_PROGRESS');
    const back = { ResourceProperties: properties(1), OldResourceProperties: properties(2), RequestId: '2-request' };
    await run(request(back));

    expect(codeDeploy.commandCalls(StopDeploymentCommand)).toHaveLength(1);
    expect(open()).toEqual([expect.stringContaining('"requestId":"2-request"')]);
  });

  test('restores what was live, at once and without hooks of the team, when the release has ended well', async () => {
    stackIs('UPDATE_ROLLBACK_IN_PROGRESS');
    liveIs(3, 'd-1');
    deploymentsAre({ 'd-1': { status: 'Succeeded', description: ours(3) } });
    await run(request({ ResourceProperties: properties(2), OldResourceProperties: properties(3) }));

    const [{ deploymentConfigName, revision } = { deploymentConfigName: undefined, revision: undefined }] = created();
    const appSpec = JSON.parse(revision?.appSpecContent?.content ?? '');
    expect(deploymentConfigName).toBe('CodeDeployDefault.ECSAllAtOnce');
    // The template's old version, 2, had gone back in its bake: 1 was live.
    expect(appSpec.Resources[0].TargetService.Properties.TaskDefinition).toBe(`${CLUSTER}/shop:1`);
    expect(appSpec.Hooks).toEqual([{ AfterAllowTraffic: 'arn:hook' }]);
  });

  test('fails an update when nothing can be read, but gets neither the way back nor a deletion stuck', async () => {
    codeDeploy.on(ListDeploymentsCommand).rejects(new Error('denied'));
    await run(request());
    expect(answers[0]).toMatchObject({
      Status: 'FAILED',
      Reason: 'the release could not be started or taken back: denied',
    });
    stackIs('UPDATE_ROLLBACK_IN_PROGRESS');
    await run(request({ RequestId: '2-request' }));
    stackIs('DELETE_IN_PROGRESS');
    await run(request({ RequestType: 'Delete', RequestId: '3-request' }));
    expect(statuses()).toEqual(['FAILED', 'SUCCESS', 'SUCCESS']);
  });

  describe('when production does not go back with its stack', () => {
    const back = { ResourceProperties: properties(1), OldResourceProperties: properties(2), RequestId: '2-request' };
    const NAME = '/cdk-blue-green/Shop/Orders/not-taken-back';
    const told = () =>
      events
        .commandCalls(PutEventsCommand)
        .flatMap(({ args }) => args[0].input.Entries ?? [])
        .map(({ Detail = '' }) => JSON.parse(Detail));
    const broken = async () => {
      await run(request());
      deploymentsAre({
        'd-new': {
          status: 'Stopped',
          description: ours(2, '1-request'),
          autoRollbackConfiguration: { enabled: false },
        },
      });
      stackIs('UPDATE_ROLLBACK_IN_PROGRESS');
      await run(request(back));
    };

    test('CloudFormation goes on, and people hear of it by a log line of level error, an event and a parameter', async () => {
      await broken();

      const trouble = {
        construct: 'Shop/Orders',
        release: 'd-new',
        reason: expect.stringContaining('without a rollback'),
      };
      expect(statuses()).toEqual(['SUCCESS']);
      expect(logged).toContainEqual({ level: 'error', event: 'not taken back', ...trouble });
      expect(told()).toEqual([{ kind: 'not-taken-back', ...trouble, at: new Date(NOW).toISOString() }]);
      expect(JSON.parse(parameters.get(NAME) ?? '')).toEqual(told()[0]);
    });

    test('they hear of it at the deadline too, and when nothing could be read', async () => {
      await run(request());
      deploymentsAre({ 'd-new': { status: 'InProgress', description: ours(2, '1-request') } });
      stackIs('UPDATE_ROLLBACK_IN_PROGRESS');
      await run(request(back));
      expect(told()).toEqual([]);
      await run({ kind: 'deadline', request: '/cdk-blue-green-requests/Shop/Release/2-request' });
      codeDeploy.on(ListDeploymentsCommand).rejects(new Error('denied'));
      await run(request({ ...back, RequestId: '3-request' }));

      expect(statuses()).toEqual(['SUCCESS', 'SUCCESS']);
      expect(told().map(({ reason }) => reason)).toEqual([
        'release d-new has not ended in time',
        'the release could not be started or taken back: denied',
      ]);
    });

    test('what cannot be told is logged, and stops nothing', async () => {
      events.on(PutEventsCommand).rejects(new Error('denied'));
      await broken();
      expect([statuses(), parameters.has(NAME)]).toEqual([['SUCCESS'], true]);
      expect(logged).toContainEqual({ level: 'error', event: 'not told', way: 'event', reason: 'denied' });
    });

    test('the next release makes it old, and so does the end of the stack', async () => {
      for (const after of [{ RequestId: '4-request' }, { RequestType: 'Delete', RequestId: '5-request' }]) {
        stackIs('UPDATE_IN_PROGRESS');
        deploymentsAre({});
        parameters.set(NAME, '{}');
        await run(request(after));
        expect(parameters.has(NAME)).toBe(false);
      }
    });
  });

  test('stops what runs when the stack goes, forgets all requests, and stops nothing when only the prop goes', async () => {
    deploymentsAre({ 'd-1': { status: 'InProgress', description: 'by hand' } });
    parameters.set('/cdk-blue-green-requests/Shop/Release/0-request', 'answered');
    await run(request({ RequestType: 'Delete', RequestId: '1-request' }));
    expect([codeDeploy.commandCalls(StopDeploymentCommand).length, statuses(), parameters.size]).toEqual([
      0,
      ['SUCCESS'],
      0,
    ]);

    stackIs('DELETE_IN_PROGRESS');
    await run(request({ RequestType: 'Delete', RequestId: '2-request' }));
    expect([codeDeploy.commandCalls(StopDeploymentCommand).length, answers.length]).toEqual([1, 1]);
    await run({ kind: 'deadline', request: '/cdk-blue-green-requests/Shop/Release/2-request' });
    expect([statuses(), parameters.size]).toEqual([['SUCCESS', 'SUCCESS'], 0]);
  });

  test('fails for an event that is none of its own', async () => {
    await expect(run({ kind: 'something' })).rejects.toThrow('this function is asked by CloudFormation');
  });
});
