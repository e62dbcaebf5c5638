import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import {
  CodeDeployClient,
  ContinueDeploymentCommand,
  CreateDeploymentCommand,
  type DeploymentInfo,
  DeploymentLimitExceededException,
  GetApplicationRevisionCommand,
  GetDeploymentCommand,
  GetDeploymentGroupCommand,
  GetDeploymentTargetCommand,
  ListDeploymentsCommand,
  ListDeploymentTargetsCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import { ClientException, DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { SdkDeployments } from '../../../bin/aws/deployments';
import { ReleaseRunning } from '../../../bin/commands/ports';
import { descriptor } from '../commands/fakes';

const codeDeploy = mockClient(CodeDeployClient);
const ecs = mockClient(ECSClient);

const SERVICE = descriptor();

function deployments(): SdkDeployments {
  const region = { region: 'us-east-1' };
  return new SdkDeployments({
    codeDeploy: new CodeDeployClient(region),
    ecs: new ECSClient(region),
    elb: new ElasticLoadBalancingV2Client(region),
    cloudWatch: new CloudWatchClient(region),
  });
}

/** A group with the pair tg-b (blue) and tg-g (green). */
function group() {
  codeDeploy.on(GetDeploymentGroupCommand).resolves({
    deploymentGroupInfo: {
      loadBalancerInfo: { targetGroupPairInfoList: [{ targetGroups: [{ name: 'tg-b' }, { name: 'tg-g' }] }] },
    },
  });
}

function deployed(info: DeploymentInfo, replacement = 'tg-g') {
  codeDeploy.on(GetDeploymentCommand, { deploymentId: info.deploymentId }).resolves({
    deploymentInfo: { applicationName: 'app', deploymentGroupName: 'group', ...info },
  });
  codeDeploy.on(ListDeploymentTargetsCommand).resolves({ targetIds: ['cluster:orders'] });
  codeDeploy.on(GetDeploymentTargetCommand).resolves({
    deploymentTarget: {
      ecsTarget: {
        lifecycleEvents: [{ lifecycleEventName: 'AllowTraffic', status: 'Failed', diagnostics: { message: 'no' } }],
        taskSetsInfo: [
          { taskSetLabel: 'Blue', targetGroup: { name: 'other' } },
          { taskSetLabel: 'Green', targetGroup: { name: replacement } },
        ],
      },
    },
  });
}

beforeEach(() => {
  for (const client of [codeDeploy, ecs]) client.reset();
  group();
});

describe('a deployment of CodeDeploy', () => {
  test('is read with its events, its candidate colour and its error', async () => {
    deployed({
      deploymentId: 'd-1',
      status: 'Stopped',
      errorInformation: { code: 'ALARM_ACTIVE', message: 'fired' },
      rollbackInfo: { rollbackDeploymentId: 'd-2' },
      autoRollbackConfiguration: { enabled: true },
      revision: { appSpecContent: { sha256: 'new' } },
      previousRevision: { appSpecContent: { sha256: 'old' } },
    });

    expect(await deployments().find('d-1')).toMatchObject({
      id: 'd-1',
      status: 'Stopped',
      error: { code: 'ALARM_ACTIVE', message: 'fired' },
      rollbackId: 'd-2',
      rollbackOf: undefined,
      rollsBack: true,
      terminationWaitStarted: false,
      sha256: 'new',
      previousSha256: 'old',
      events: [{ name: 'AllowTraffic', status: 'Failed', message: 'no' }],
      candidate: 'green',
    });
  });

  test("takes the candidate's colour from the target group, not from CodeDeploy's label", async () => {
    deployed({ deploymentId: 'd-1', status: 'InProgress' }, 'tg-b');
    expect((await deployments().find('d-1')).candidate).toBe('blue');
  });

  test('is a rollback when CodeDeploy made it for that', async () => {
    deployed({
      deploymentId: 'd-2',
      status: 'Succeeded',
      creator: 'codeDeployRollback',
      rollbackInfo: { rollbackTriggeringDeploymentId: 'd-1' },
    });
    expect((await deployments().find('d-2')).rollbackOf).toBe('d-1');
  });

  test('has no events while it has no target', async () => {
    deployed({ deploymentId: 'd-1', status: 'Created' });
    codeDeploy
      .on(ListDeploymentTargetsCommand)
      .rejects(Object.assign(new Error(), { name: 'DeploymentNotStartedException' }));
    expect(await deployments().find('d-1')).toMatchObject({ status: 'Created', events: [], candidate: undefined });
  });

  test('comes newest first, whatever the order of the list', async () => {
    codeDeploy.on(ListDeploymentsCommand).resolves({ deployments: ['d-1', 'd-2', 'd-0'] });
    deployed({ deploymentId: 'd-1', status: 'Succeeded', createTime: new Date(1000) });
    deployed({ deploymentId: 'd-2', status: 'Succeeded', createTime: new Date(2000) });
    deployed({ deploymentId: 'd-0', status: 'Succeeded', createTime: new Date(500) });

    expect((await deployments().latest(SERVICE, 1)).map(({ id }) => id)).toEqual(['d-2']);
  });
});

describe('what is asked of CodeDeploy', () => {
  test('a release is an AppSpec text with its sha256', async () => {
    codeDeploy.on(CreateDeploymentCommand).resolves({ deploymentId: 'd-9' });

    expect(await deployments().create(SERVICE, { appSpec: '{}', sha256: 'abc', description: 'why' })).toBe('d-9');
    expect(codeDeploy.commandCalls(CreateDeploymentCommand)[0].args[0].input).toEqual({
      applicationName: 'app',
      deploymentGroupName: 'group',
      description: 'why',
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content: '{}', sha256: 'abc' } },
    });
  });

  test('the id of a running release is taken from the text of the refusal', async () => {
    const message = "The Deployment Group 'group' already has an active Deployment 'd-RUNNING01'";
    codeDeploy.on(CreateDeploymentCommand).rejects(new DeploymentLimitExceededException({ message, $metadata: {} }));

    await expect(deployments().create(SERVICE, { appSpec: '{}', sha256: 'abc' })).rejects.toEqual(
      new ReleaseRunning('d-RUNNING01'),
    );
  });

  test('promoting, finishing and stopping', async () => {
    codeDeploy.on(ContinueDeploymentCommand).resolves({});
    codeDeploy.on(StopDeploymentCommand).resolves({ status: 'Pending' });

    await deployments().promote('d-1');
    await deployments().finish('d-1');
    await deployments().stop('d-1');

    expect(codeDeploy.commandCalls(ContinueDeploymentCommand).map((call) => call.args[0].input)).toEqual([
      { deploymentId: 'd-1', deploymentWaitType: 'READY_WAIT' },
      { deploymentId: 'd-1', deploymentWaitType: 'TERMINATION_WAIT' },
    ]);
    expect(codeDeploy.commandCalls(StopDeploymentCommand)[0].args[0].input).toEqual({
      deploymentId: 'd-1',
      autoRollbackEnabled: true,
    });
  });

  test('an earlier AppSpec by its sha256', async () => {
    codeDeploy
      .on(GetApplicationRevisionCommand, {
        applicationName: 'app',
        revision: { revisionType: 'AppSpecContent', appSpecContent: { sha256: 'old' } },
      })
      .resolves({ revision: { appSpecContent: { content: 'text' } } });
    expect(await deployments().appSpecOf(SERVICE, 'old')).toBe('text');
  });

  test('a task definition that does not exist is named', async () => {
    ecs
      .on(DescribeTaskDefinitionCommand)
      .rejects(new ClientException({ message: 'Unable to describe', $metadata: {} }));
    await expect(deployments().taskDefinition('orders:99')).rejects.toThrow("there is no task definition 'orders:99'");
  });
});
