import { CodeDeployClient, GetDeploymentCommand, GetDeploymentTargetCommand } from '@aws-sdk/client-codedeploy';
import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateOpsItemCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import type { Settings } from '../../../lambda/release-report/environment';
import { reportRelease } from '../../../lambda/release-report/report-release';
import { settings } from './facts';

const aws = {
  codeDeploy: mockClient(CodeDeployClient),
  dynamoDb: mockClient(DynamoDBClient),
  events: mockClient(EventBridgeClient),
  sns: mockClient(SNSClient),
  ssm: mockClient(SSMClient),
};
let written: string[];
let done: Set<string>;

beforeEach(() => {
  written = [];
  done = new Set();
  for (const client of Object.values(aws)) client.reset();
  aws.dynamoDb.on(GetItemCommand).callsFake(({ Key }) => {
    if (Key.kind.S === 'report') return { Item: done.size > 0 ? { done: { SS: [...done] } } : {} };
    return { Item: { startedAt: { S: '2026-11-26T10:00:00Z' }, reason: { S: 'the analysis said so' } } };
  });
  aws.dynamoDb.on(UpdateItemCommand).callsFake(({ ExpressionAttributeValues: values }) => {
    if (done.has(values[':key'].S)) throw Object.assign(new Error('no'), { name: 'ConditionalCheckFailedException' });
    done.add(values[':key'].S);
  });
  aws.events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  aws.sns.on(PublishCommand).resolves({});
  aws.ssm.on(CreateOpsItemCommand).resolves({});
});

const notifications: Settings['notifications'] = [
  { phases: ['rolled-back'], topics: ['mail', 'mail-2'], chatTopics: [], opsItemSeverity: '2' },
];
const machineEvent = {
  time: '2026-11-26T10:10:00Z',
  detail: { release: 'r-1', phase: 'rolled-back', live: 'blue', reason: '', execution: 'arn' },
};

function report(event: unknown = machineEvent, more: Partial<Settings> = {}): Promise<void> {
  const clients = {
    codeDeploy: new CodeDeployClient({}),
    dynamoDb: new DynamoDBClient({}),
    events: new EventBridgeClient({}),
    sns: new SNSClient({}),
    ssm: new SSMClient({}),
    write: (line: string) => void written.push(line),
  };
  return reportRelease(event, settings({ notifications, ...more }), clients, () => undefined);
}

const published = () => aws.sns.commandCalls(PublishCommand).map(({ args: [{ input }] }) => input.TopicArn);

describe('a report', () => {
  test('is made once, however often the event comes', async () => {
    await report();
    await report();

    expect(published()).toEqual(['mail', 'mail-2']);
    expect(written).toHaveLength(1);
    expect(aws.events.commandCalls(PutEventsCommand)).toHaveLength(1);
    expect(aws.ssm.commandCalls(CreateOpsItemCommand)).toHaveLength(1);
  });

  test('goes on past a topic that fails, and tries only that one again', async () => {
    aws.sns.on(PublishCommand, { TopicArn: 'mail' }).rejectsOnce(new Error('no such topic')).resolves({});

    await expect(report()).rejects.toThrow('rolled-back mail: no such topic');
    await report();

    expect(published()).toEqual(['mail', 'mail-2', 'mail']);
    expect(written).toHaveLength(1);
  });

  test('takes an OpsItem that is there already for made', async () => {
    aws.ssm.on(CreateOpsItemCommand).rejects(Object.assign(new Error('x'), { name: 'OpsItemAlreadyExistsException' }));

    await report();

    expect(done).toContain('rolled-back ops-item');
  });

  test('hands the whole record on as an event', async () => {
    await report();

    const [{ args }] = aws.events.commandCalls(PutEventsCommand);
    const [entry] = args[0].input.Entries ?? [];
    expect(entry).toMatchObject({ Source: 'cdk-blue-green', DetailType: 'Blue-Green Release Report' });
    expect(JSON.parse(entry?.Detail ?? '')).toMatchObject({
      construct: 'Shop/Orders',
      release: 'r-1',
      phase: 'rolled-back',
      reason: 'the analysis said so',
      metrics: { RolledBack: 1, ChangeFailure: 0 },
    });
  });

  test('fails when EventBridge does not take the event, so that Lambda tries again', async () => {
    aws.events.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorMessage: 'too much' }] });

    await expect(report()).rejects.toThrow('rolled-back event: too much');
  });
});

describe('a report on a deployment', () => {
  const ecs: Partial<Settings> = {
    kind: 'ecs',
    codeDeploy: { targetId: 'cluster:orders', targetGroups: { blue: 'b', green: 'g' } },
  };
  const event = (deploymentId: string, state: string) => ({
    time: '2026-11-26T10:10:00Z',
    detail: { deploymentId, state },
  });
  const stopped = {
    deploymentId: 'd-1',
    status: 'Stopped' as const,
    errorInformation: { code: 'MANUAL_STOP' as const, message: 'stopped' },
    autoRollbackConfiguration: { enabled: true },
    rollbackInfo: { rollbackDeploymentId: 'd-2' },
  };
  const back = {
    deploymentId: 'd-2',
    creator: 'codeDeployRollback' as const,
    rollbackInfo: { rollbackTriggeringDeploymentId: 'd-1' },
  };

  beforeEach(() => {
    aws.codeDeploy.on(GetDeploymentCommand, { deploymentId: 'd-1' }).resolves({ deploymentInfo: stopped });
    aws.codeDeploy
      .on(GetDeploymentTargetCommand)
      .rejects(Object.assign(new Error('x'), { name: 'DeploymentTargetDoesNotExistException' }));
  });

  function rollbackIs(status: 'InProgress' | 'Succeeded') {
    aws.codeDeploy.on(GetDeploymentCommand, { deploymentId: 'd-2' }).resolves({ deploymentInfo: { ...back, status } });
  }

  test('is made when its rollback ends, with the reason that the analysis has written', async () => {
    rollbackIs('Succeeded');

    await report(event('d-2', 'SUCCESS'), ecs);

    const [{ args }] = aws.sns.commandCalls(PublishCommand);
    expect(args[0].input.Message).toContain('Why: the analysis said so');
    expect(args[0].input.Message).toContain('Release: d-1');
  });

  test('comes in the end though no event tells of the rollback', async () => {
    rollbackIs('InProgress');
    await expect(report(event('d-1', 'STOP'), ecs)).rejects.toThrow('release d-1 is still going back');
    expect(published()).toEqual([]);

    rollbackIs('Succeeded');
    await report(event('d-1', 'STOP'), ecs);
    await report(event('d-2', 'SUCCESS'), ecs);

    expect(published()).toEqual(['mail', 'mail-2']);
  });

  test('is not made of the start of a rollback', async () => {
    rollbackIs('InProgress');

    await report(event('d-2', 'START'), ecs);

    expect(done.size).toBe(0);
  });
});
