import { DescribeStackResourceCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  GetDeploymentTargetCommand,
  ListDeploymentsCommand,
  PutLifecycleEventHookExecutionStatusCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetParametersByPathCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import {
  CLUSTER,
  cloudFormation,
  codeDeploy,
  created,
  deploymentsAre,
  liveIs,
  NOW,
  open,
  ours,
  properties,
  request,
  resourceIs,
  run,
  seen,
  ssm,
  stackIs,
  startAnew,
  statuses,
  stepFunctions,
} from './world';

describe('the function that releases with a stack', () => {
  beforeEach(startAnew);
  afterEach(() => expect(JSON.stringify(seen.logged)).not.toContain('secret-of-cloudformation'));

  test('starts a release, keeps the request encrypted, and tells the clock its name only', async () => {
    await run(request());

    expect(created()).toEqual([expect.objectContaining({ description: ours(2, '1-request') })]);
    expect(seen.answers).toEqual([]);
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
    expect(seen.answers).toEqual([]);

    codeDeploy.on(GetDeploymentTargetCommand).resolves({
      deploymentTarget: {
        ecsTarget: { lifecycleEvents: [{ lifecycleEventName: 'AllowTraffic', status: 'Succeeded' }] },
      },
    });
    await run(event);
    await run(event);
    expect(seen.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS', RequestId: '1-request' })]);
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
    expect([created().length, seen.answers.length]).toEqual([1, 0]);

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

  test('looks again whether it is asked: what CloudFormation tells of the resource may be old', async () => {
    const told = { ResourceStatus: 'UPDATE_IN_PROGRESS', LastUpdatedTimestamp: new Date(NOW - 100) } as never;
    const old = { ResourceStatus: 'UPDATE_COMPLETE', LastUpdatedTimestamp: new Date(NOW - 90_000) } as never;
    cloudFormation
      .on(DescribeStackResourceCommand)
      .resolvesOnce({ StackResourceDetail: old })
      .resolvesOnce({ StackResourceDetail: old })
      .resolves({ StackResourceDetail: told });
    await run(request());
    expect([created().length, seen.answers.length]).toEqual([1, 0]);
  });

  test('is too late for what CloudFormation began to ask for after it had come', async () => {
    resourceIs('UPDATE_IN_PROGRESS', -5);
    await run(request());
    expect([created(), statuses()]).toEqual([[], ['FAILED']]);
  });

  test.each([
    [0, ['FAILED'], 0],
    [3_590_000, [], 1],
  ])('is too late for an update that began after it was signed', async (signed, answers, started) => {
    stackIs('UPDATE_IN_PROGRESS', 3_600_000);
    const date = new Date(signed).toISOString().replaceAll(/[-:]|\.\d+/g, '');
    await run(request({ ResponseURL: `${request().ResponseURL}?X-Amz-Date=${date}` }));
    expect([statuses(), created().length]).toEqual([answers, started]);
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
    expect(seen.answers[0]).toMatchObject({
      Status: 'FAILED',
      Reason: 'the release could not be started or taken back: denied',
    });
    stackIs('UPDATE_ROLLBACK_IN_PROGRESS');
    await run(request({ RequestId: '2-request' }));
    stackIs('DELETE_IN_PROGRESS');
    await run(request({ RequestType: 'Delete', RequestId: '3-request' }));
    expect(statuses()).toEqual(['FAILED', 'SUCCESS', 'SUCCESS']);
  });

  test('stops what runs when the stack goes, forgets all requests, and stops nothing when only the prop goes', async () => {
    deploymentsAre({ 'd-1': { status: 'InProgress', description: 'by hand' } });
    seen.parameters.set('/cdk-blue-green-requests/Shop/Release/0-request', 'answered');
    await run(request({ RequestType: 'Delete', RequestId: '1-request' }));
    expect([codeDeploy.commandCalls(StopDeploymentCommand).length, statuses(), seen.parameters.size]).toEqual([
      0,
      ['SUCCESS'],
      0,
    ]);

    stackIs('DELETE_IN_PROGRESS');
    await run(request({ RequestType: 'Delete', RequestId: '2-request' }));
    expect([codeDeploy.commandCalls(StopDeploymentCommand).length, seen.answers.length]).toEqual([1, 1]);
    await run({ kind: 'deadline', request: '/cdk-blue-green-requests/Shop/Release/2-request' });
    expect([statuses(), seen.parameters.size]).toEqual([['SUCCESS', 'SUCCESS'], 0]);
  });

  test('fails for an event that is none of its own', async () => {
    await expect(run({ kind: 'something' })).rejects.toThrow('this function is asked by CloudFormation');
  });
});
