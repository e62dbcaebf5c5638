import type { CloudEvent } from '../../../../rehearsal/event-bus';
import { ended, getDeployment, testSfn } from './fixture';

const API = 'https://docs.aws.amazon.com/step-functions/latest/apireference';

const sleeper = { W: { Type: 'Wait', Seconds: 60, End: true } };

describe(`StartExecution (${API}/API_StartExecution.html)`, () => {
  test('the same name and input while it runs is the same execution', async () => {
    const { api, create, sfn } = testSfn();
    const stateMachineArn = await create(sleeper);
    const first = await api.StartExecution({ stateMachineArn, name: 'release-1', input: '{"a":1}' });

    const second = await api.StartExecution({ stateMachineArn, name: 'release-1', input: '{"a":1}' });

    expect(second).toEqual(first);
    expect(sfn.executions).toHaveLength(1);
  });

  test.each([
    ['another input', false, '{"a":2}'],
    ['the execution having ended', true, '{"a":1}'],
  ])('the same name is refused with %s', async (_what, hasEnded, input) => {
    const { api, clock, create } = testSfn();
    const stateMachineArn = await create(sleeper);
    await api.StartExecution({ stateMachineArn, name: 'release-1', input: '{"a":1}' });
    if (hasEnded) await clock.advance(61_000);

    const again = api.StartExecution({ stateMachineArn, name: 'release-1', input });

    await expect(again).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
  });

  test.each([
    [
      'an unknown machine',
      'StateMachineDoesNotExist',
      { stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:x' },
    ],
    ['what is no ARN', 'InvalidArn', { stateMachineArn: 'machine' }],
    ['an input that is no JSON', 'InvalidExecutionInput', { input: '{' }],
    ['a name with a blank', 'InvalidName', { name: 'a b' }],
  ])('refuses %s', async (_what, code, fields) => {
    const { api, create } = testSfn();
    const stateMachineArn = await create(sleeper);

    await expect(api.StartExecution({ stateMachineArn, ...fields })).rejects.toMatchObject({ code });
  });
});

// API_StopExecution.html
test('StopExecution aborts with its error, and what waits is gone', async () => {
  const { api, clock, start } = testSfn();
  const execution = await start(sleeper);
  await clock.advance(10_000);

  await api.StopExecution({ executionArn: execution.arn, error: 'ByHand', cause: 'rollback' });

  expect(ended(execution)).toMatchObject({ status: 'ABORTED', error: 'ByHand', cause: 'rollback', seconds: 10 });
  expect(ended(execution).events.slice(-2)).toEqual(['WaitStateAborted', 'ExecutionAborted']);
});

// state-parallel.html, note; a call cannot be unmade, but its result counts no more
test('a call that was under way when the execution was stopped counts no more', async () => {
  const { api, clock, start, cloud } = testSfn({
    codedeploy: {
      GetDeployment: async (_input, call) => {
        await call.clock.sleep(30_000);
        return {};
      },
    },
  });
  const execution = await start({ Get: getDeployment });
  await clock.advance(10_000);
  await api.StopExecution({ executionArn: execution.arn });

  await clock.advance(60_000);

  expect(cloud.calls.map(({ action, outcome }) => [action, outcome])).toContainEqual([
    'codedeploy:GetDeployment',
    'done',
  ]);
  expect(ended(execution).events.at(-1)).toBe('ExecutionAborted');
});

test('DescribeExecution, ListExecutions and GetExecutionHistory tell of it', async () => {
  const { api, clock, start } = testSfn();
  const { arn: executionArn, machine } = await start(sleeper, { a: 1 });
  expect(await api.DescribeExecution({ executionArn })).toMatchObject({
    status: 'RUNNING',
    redriveStatus: 'NOT_REDRIVABLE',
  });
  await clock.advance(61_000);

  expect(await api.DescribeExecution({ executionArn })).toMatchObject({
    name: 'run',
    status: 'SUCCEEDED',
    input: '{"a":1}',
    output: '{"a":1}',
    stopDate: new Date('2026-01-01T00:01:00Z'),
  });
  const list = (statusFilter: 'RUNNING' | 'SUCCEEDED') =>
    api.ListExecutions({ stateMachineArn: machine.arn, statusFilter }).then(({ executions }) => executions.length);
  expect([await list('RUNNING'), await list('SUCCEEDED')]).toEqual([0, 1]);
  const { events, nextToken } = await api.GetExecutionHistory({ executionArn, maxResults: 3 });
  expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
    [1, 0, 'ExecutionStarted'],
    [2, 0, 'WaitStateEntered'],
    [3, 2, 'WaitStateExited'],
  ]);
  expect((await api.GetExecutionHistory({ executionArn, nextToken })).events).toHaveLength(1);
  expect((await api.GetExecutionHistory({ executionArn, reverseOrder: true })).events[0]?.type).toBe(
    'ExecutionSucceeded',
  );
});

// https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
test('each change of the status is an event', async () => {
  const { cloud, run } = testSfn();
  const events: CloudEvent[] = [];
  cloud.events.subscribe((event) => events.push(event));

  await run({ No: { Type: 'Fail', Error: 'Oops' } });

  expect(events.map(({ source, detailType, detail }) => [source, detailType, detail.status, detail.error])).toEqual([
    ['aws.states', 'Step Functions Execution Status Change', 'RUNNING', null],
    ['aws.states', 'Step Functions Execution Status Change', 'FAILED', 'Oops'],
  ]);
});
