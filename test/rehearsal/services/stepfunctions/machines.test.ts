import aslValidator from 'asl-validator';
import { ROLE, testSfn } from './fixture';

const machineOf = (States: object, more: object = {}) =>
  JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(States)[0], States, ...more });

const pass = { P: { Type: 'Pass', End: true } };

const create = (definition: string, fields: object = {}) =>
  testSfn().api.CreateStateMachine({ name: 'machine', roleArn: ROLE, definition, ...fields });

const task = (fields: object) => ({
  T: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:codedeploy:getDeployment', ...fields, End: true },
});

// https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html and the pages of the states
describe('refuses a definition', () => {
  test.each<[string, string, boolean]>([
    ['that is no JSON', '{', false],
    ['whose StartAt is no state', machineOf(pass, { StartAt: 'X' }), true],
    ['with a Next that is no state', machineOf({ P: { Type: 'Pass', Next: 'X' } }), true],
    ['with a state that has neither Next nor End', machineOf({ P: { Type: 'Pass' } }), true],
    ['with a state of no type', machineOf({ P: { Type: 'Jump', End: true } }), true],
    ['with a Choice without rules', machineOf({ C: { Type: 'Choice', Choices: [] } }), true],
    [
      'with a catcher that goes nowhere',
      machineOf(task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'X' }] })),
      true,
    ],
    [
      'with a Wait for two things',
      machineOf({ W: { Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z', End: true } }),
      true,
    ],
    ['with States.ALL beside another error', machineOf(task({ Retry: [{ ErrorEquals: ['States.ALL', 'X'] }] })), false],
    [
      'with States.ALL before another retrier',
      machineOf(task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['X'] }] })),
      false,
    ],
    [
      'with an expression that cannot be parsed',
      machineOf({ P: { Type: 'Pass', Output: '{% 1 + %}', End: true } }),
      false,
    ],
    ['with an expression that is not closed', machineOf({ P: { Type: 'Pass', Output: '{% 1', End: true } }), false],
    [
      'that asks for a result where there is none',
      machineOf({ P: { Type: 'Pass', Output: '{% $states.result %}', End: true } }),
      false,
    ],
    ['that asks for an error outside of Catch', machineOf(task({ Output: '{% $states.errorOutput %}' })), false],
    ['with a JSONPath field', machineOf({ P: { Type: 'Pass', Result: 1, End: true } }), false],
    ['in JSONPath', JSON.stringify({ StartAt: 'P', States: pass }), false],
    [
      'with an API that the local AWS does not have',
      machineOf(task({ Resource: 'arn:aws:states:::aws-sdk:glue:startJobRun' })),
      false,
    ],
    [
      'with an action that the API does not have',
      machineOf(task({ Resource: 'arn:aws:states:::aws-sdk:codedeploy:fly' })),
      false,
    ],
    [
      'with an action that Step Functions does not have',
      machineOf(task({ Resource: 'arn:aws:states:::aws-sdk:codedeploy:skipWaitTimeForInstanceTermination' })),
      false,
    ],
    ['with an argument that the API does not have', machineOf(task({ Arguments: { deploymentId: 'd-1' } })), false],
    [
      'that waits for a job to end',
      machineOf(task({ Resource: 'arn:aws:states:::states:startExecution.sync' })),
      false,
    ],
    [
      'with a distributed Map',
      machineOf({
        M: {
          Type: 'Map',
          ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'P', States: pass },
          End: true,
        },
      }),
      false,
    ],
    ['with a variable named states', machineOf({ P: { Type: 'Pass', Assign: { states: 1 }, End: true } }), false],
  ])('%s', async (_what, definition, validatorTells) => {
    await expect(create(definition)).rejects.toMatchObject({ code: 'InvalidDefinition' });
    // an independent voice, as far as it looks
    if (validatorTells) expect(aslValidator(JSON.parse(definition)).isValid).toBe(false);
  });
});

test('accepts what asl-validator accepts', async () => {
  const definition = machineOf({
    Ask: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.x = 1 %}', Next: 'Call' }], Default: 'Sleep' },
    Sleep: { Type: 'Wait', Seconds: '{% 60 %}', Next: 'Call' },
    Call: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:codedeploy:getDeployment',
      Arguments: { DeploymentId: '{% $states.input.id %}' },
      Retry: [{ ErrorEquals: ['CodeDeploy.ThrottlingException'], JitterStrategy: 'FULL', MaxDelaySeconds: 9 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput %}', Next: 'No' }],
      TimeoutSeconds: 10,
      Next: 'Yes',
    },
    No: { Type: 'Fail', Error: 'Release.Failed', Cause: '{% $states.input.Cause %}' },
    Yes: { Type: 'Succeed' },
  });

  expect(aslValidator(JSON.parse(definition)).errors).toEqual([]);
  await expect(create(definition)).resolves.toMatchObject({ creationDate: expect.any(Date) });
});

test.each([
  ['an express workflow', { type: 'EXPRESS' as const }, 'StateMachineTypeNotSupported'],
  ['a name with a blank', { name: 'a b' }, 'InvalidName'],
  ['a role that is no ARN', { roleArn: 'role' }, 'InvalidArn'],
])('refuses %s', async (_what, fields, code) => {
  await expect(create(machineOf(pass), fields)).rejects.toMatchObject({ code });
});

// API_CreateStateMachine.html: idempotent; StateMachineAlreadyExists for another definition of the same name
test('creating the same machine again is no error, another of its name is', async () => {
  const { api } = testSfn();
  const input = { name: 'machine', roleArn: ROLE, definition: machineOf(pass) };
  const first = await api.CreateStateMachine(input);

  expect(await api.CreateStateMachine(input)).toEqual(first);
  const other = { ...input, definition: machineOf({ Q: { Type: 'Pass', End: true } }) };
  await expect(api.CreateStateMachine(other)).rejects.toMatchObject({ code: 'StateMachineAlreadyExists' });
});

// API_UpdateStateMachine.html: running executions go on with the old definition
test('an update is for executions that start later', async () => {
  const { api, clock, create: make, sfn } = testSfn();
  const stateMachineArn = await make({
    W: { Type: 'Wait', Seconds: 60, Next: 'P' },
    P: { Type: 'Pass', Output: 'old', End: true },
  });
  const started = await api.StartExecution({ stateMachineArn });
  await clock.advance(1000);
  await api.UpdateStateMachine({
    stateMachineArn,
    definition: machineOf({ P: { Type: 'Pass', Output: 'new', End: true } }),
  });

  const later = await api.StartExecution({ stateMachineArn });
  const outputs = await clock.run(
    Promise.all([started, later].map(({ executionArn }) => sfn.execution(executionArn).ended)).then(() =>
      sfn.executions.map(({ output }) => output),
    ),
  );

  expect(outputs).toEqual(['"old"', '"new"']);
});

// API_DeleteStateMachine.html
test('a deleted machine lets its executions end, and takes no new ones', async () => {
  const { api, clock, create: make } = testSfn();
  const stateMachineArn = await make({ W: { Type: 'Wait', Seconds: 60, End: true } });
  await api.StartExecution({ stateMachineArn });
  await api.DeleteStateMachine({ stateMachineArn });

  expect(await api.DescribeStateMachine({ stateMachineArn })).toMatchObject({ status: 'DELETING' });
  await expect(api.StartExecution({ stateMachineArn })).rejects.toMatchObject({ code: 'StateMachineDeleting' });
  await clock.advance(61_000);
  await expect(api.DescribeStateMachine({ stateMachineArn })).rejects.toMatchObject({
    code: 'StateMachineDoesNotExist',
  });
});

test('has tags', async () => {
  const { api, create: make } = testSfn();
  const resourceArn = await make(pass);
  await api.TagResource({
    resourceArn,
    tags: [
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ],
  });
  await api.TagResource({ resourceArn, tags: [{ key: 'a', value: '3' }] });
  await api.UntagResource({ resourceArn, tagKeys: ['b'] });

  expect(await api.ListTagsForResource({ resourceArn })).toEqual({ tags: [{ key: 'a', value: '3' }] });
});

test('ValidateStateMachineDefinition says where it is wrong', async () => {
  const { api } = testSfn();

  expect(await api.ValidateStateMachineDefinition({ definition: machineOf(pass) })).toEqual({
    result: 'OK',
    diagnostics: [],
  });
  const wrong = await api.ValidateStateMachineDefinition({ definition: machineOf({ P: { Type: 'Pass', Next: 'X' } }) });
  expect(wrong).toMatchObject({ result: 'FAIL', diagnostics: [{ location: '/States/P' }] });
});
