import { roleWith, rootOf } from '../../../../rehearsal/principal';
import type { Operation } from '../../../../rehearsal/service';
import { IAM_SWITCHES, Iam } from '../../../../rehearsal/services/iam/iam';
import { STEPFUNCTIONS_SWITCHES } from '../../../../rehearsal/services/stepfunctions/stepfunctions';
import { Switches } from '../../../../rehearsal/switches';
import { ended, getDeployment, ROLE, testSfn } from './fixture';

type Services = Parameters<typeof testSfn>[0];

/** Step Functions with IAM in front of every call; the role of the machines may do what `statements` say. */
async function guarded(services: Services, ...statements: object[]) {
  const world = testSfn(services);
  Object.assign(world.cloud, { switches: new Switches([...STEPFUNCTIONS_SWITCHES, ...IAM_SWITCHES]) });
  const iam = world.cloud.add(new Iam(world.cloud));
  const client = world.cloud.client(iam, rootOf(world.cloud.account));
  await client.CreateRole({ RoleName: 'release', AssumeRolePolicyDocument: '{"Statement":[]}' });
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  await client.PutRolePolicy({ RoleName: 'release', PolicyName: 'calls', PolicyDocument });
  world.cloud.gatekeeper = iam;
  return world;
}

const services: Services = { codedeploy: { GetDeployment: () => ({}) } };
const group = 'arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:*';

test('a call that the policies of the role do not allow fails the task', async () => {
  const { run } = await guarded(services);

  const { status, error, cause } = await run({ Get: getDeployment });

  expect({ status, error }).toEqual({ status: 'FAILED', error: 'CodeDeploy.CodeDeployException' });
  expect(cause).toContain(`User: ${ROLE} is not authorized to perform: codedeploy:GetDeployment`);
});

test('a call that they allow is made', async () => {
  const { run } = await guarded(services, { Effect: 'Allow', Action: 'codedeploy:GetDeployment', Resource: group });

  expect((await run({ Get: getDeployment })).status).toBe('SUCCEEDED');
});

// aws-cdk-lib's StateMachine.grantTaskResponse() allows SendTask... on the ARN of the state machine
test.each([
  ['machine', undefined],
  ['another', 'AccessDeniedException'],
])('who may answer for %s answers a token of machine: %s', async (name, refusal) => {
  const tokens: string[] = [];
  const PutParameter: Operation = ({ Value }) => {
    tokens.push(Value);
    return {};
  };
  const { start, cloud, clock, sfn } = await guarded(
    { ssm: { PutParameter } },
    { Effect: 'Allow', Action: 'ssm:PutParameter', Resource: '*' },
    { Effect: 'Allow', Action: 'states:SendTask*', Resource: cloudArn(name) },
  );
  const execution = await start({
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:ssm:putParameter.waitForTaskToken',
      Arguments: { Name: '/token', Value: '{% $states.context.Task.Token %}' },
      End: true,
    },
  });
  await clock.advance(1000);

  const error = await cloud
    .client(sfn, roleWith(ROLE))
    .SendTaskSuccess({ taskToken: tokens[0], output: '{}' })
    .then(
      () => undefined,
      (refused: { code: string }) => refused.code,
    );

  expect(error).toBe(refusal);
  await clock.advance(1000);
  expect(ended(execution).status).toBe(refusal ? 'RUNNING' : 'SUCCEEDED');
});

function cloudArn(name: string): string {
  return `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`;
}
