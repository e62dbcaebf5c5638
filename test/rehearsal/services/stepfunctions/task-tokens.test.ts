import { AwsError } from '../../../../rehearsal/aws-error';
import type { Operation } from '../../../../rehearsal/service';
import { ended, type States, testSfn } from './fixture';

// The pages named in these tests are those of https://docs.aws.amazon.com/step-functions/latest/dg/

const approval = (more: object = {}) => ({
  Ask: {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:ssm:putParameter.waitForTaskToken',
    Arguments: { Name: '/token', Value: '{% $states.context.Task.Token %}' },
    ...more,
    End: true,
  },
});

/** A machine that put its token somewhere, and waits. */
async function asked(more: object = {}, chosen: Readonly<Record<string, string>> = {}, others: States = {}) {
  const tokens: string[] = [];
  const PutParameter: Operation = ({ Value }) => {
    tokens.push(Value);
    return { Version: 1 };
  };
  const world = testSfn({ ssm: { PutParameter } }, chosen);
  const execution = await world.start({ ...approval(more), ...others });
  await world.clock.advance(5000);
  return { ...world, execution, tokens, taskToken: tokens[0], end: () => world.clock.run(execution.ended) };
}

// connect-to-resource.html#connect-wait-token
test('SendTaskSuccess answers the task, with JSON', async () => {
  const { api, taskToken, end, execution } = await asked();

  await api.SendTaskSuccess({ taskToken, output: '{"promoted":true}' });

  await end();
  expect(ended(execution)).toMatchObject({ status: 'SUCCEEDED', output: { promoted: true }, seconds: 5 });
  expect(ended(execution).events).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskSubmitted',
    'TaskSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
  expect(execution.history.events[2]?.taskScheduledEventDetails?.resource).toBe('putParameter.waitForTaskToken');
});

// connect-to-resource.html#connect-wait-token
test('SendTaskFailure fails it', async () => {
  const { api, taskToken, end, execution } = await asked();

  await api.SendTaskFailure({ taskToken, error: 'Rejected', cause: 'not today' });

  await end();
  expect(ended(execution)).toMatchObject({ status: 'FAILED', error: 'Rejected', cause: 'not today' });
});

// API_SendTaskSuccess.html: TaskTimedOut, "the task associated with the token has already been closed"
test.each(['SendTaskSuccess', 'SendTaskFailure', 'SendTaskHeartbeat'] as const)(
  '%s with a token that was used is refused',
  async (operation) => {
    const { api, taskToken, end } = await asked();
    await api.SendTaskSuccess({ taskToken, output: '{}' });
    await end();

    const again = api[operation]({ taskToken, output: '{}' } as never);

    await expect(again).rejects.toMatchObject({
      code: 'TaskTimedOut',
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    });
  },
);

test('a token of nobody, and an output that is no JSON, are refused', async () => {
  const { api, taskToken } = await asked();

  await expect(api.SendTaskSuccess({ taskToken: 'x', output: '{}' })).rejects.toMatchObject({ code: 'InvalidToken' });
  await expect(api.SendTaskSuccess({ taskToken, output: '{' })).rejects.toMatchObject({ code: 'InvalidOutput' });
});

// state-task.html, TimeoutSeconds
test('a deadline ends the waiting; an answer after it is refused', async () => {
  const { api, taskToken, end, execution } = await asked({ TimeoutSeconds: 60 });

  await end();

  expect(ended(execution)).toMatchObject({ error: 'States.Timeout', seconds: 60 });
  await expect(api.SendTaskSuccess({ taskToken, output: '{}' })).rejects.toMatchObject({ code: 'TaskTimedOut' });
});

describe('heartbeats', () => {
  const HeartbeatSeconds = 30;

  // state-task.html, HeartbeatSeconds
  test('keep the task alive', async () => {
    const { api, clock, taskToken, end, execution } = await asked({ HeartbeatSeconds });
    await clock.advance(20_000);
    await api.SendTaskHeartbeat({ taskToken });

    await end();

    expect(ended(execution).seconds).toBe(25 + 30);
  });

  // connect-lambda.html: "the heartbeat timeout does not start counting until after the Lambda function has completed"
  test.each([
    [undefined, 20 + 30],
    ['Event', 30],
  ])('of a function invoked with InvocationType %s begin when it has returned', async (InvocationType, expected) => {
    const Invoke: Operation = async (_input, { clock }) => {
      await clock.sleep(20_000);
      return { StatusCode: 200 };
    };
    const Arguments = { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } };

    const { seconds } = await testSfn({ lambda: { Invoke } }).run({
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: InvocationType ? { ...Arguments, InvocationType } : Arguments,
        HeartbeatSeconds,
        End: true,
      },
    });

    expect(seconds).toBe(expected);
  });

  // concepts-error-handling.html: States.HeartbeatTimeout; a missed heartbeat is a States.Timeout too
  test.each([
    ['States.Timeout', 'States.Timeout'],
    ['States.HeartbeatTimeout', 'States.HeartbeatTimeout'],
    ['States.Timeout', 'States.HeartbeatTimeout'],
  ])('are caught as %s when the error is %s', async (name, error) => {
    const { end, execution } = await asked(
      { HeartbeatSeconds, Catch: [{ ErrorEquals: [name], Next: 'Late' }] },
      { 'stepfunctions.heartbeat-error': error },
      { Late: { Type: 'Pass', End: true } },
    );

    await end();

    expect(ended(execution)).toMatchObject({ status: 'SUCCEEDED', output: { Error: error } });
  });
});

// concepts-error-handling.html, aws-facts 10.2: a retry makes a new token
test('each attempt has a token of its own', async () => {
  const { api, clock, tokens, taskToken, end, execution } = await asked({ Retry: [{ ErrorEquals: ['States.ALL'] }] });
  await api.SendTaskFailure({ taskToken, error: 'Again' });
  await clock.advance(2000);

  await api.SendTaskSuccess({ taskToken: tokens[1], output: '"second"' });

  await end();
  expect(tokens[1]).not.toBe(tokens[0]);
  expect(ended(execution).output).toBe('second');
});

// connect-to-resource.html: the task fails when the call fails
test('a call that fails is not waited for', async () => {
  const PutParameter: Operation = () => {
    throw new AwsError('ParameterLimitExceeded', 'no');
  };

  const { error } = await testSfn({ ssm: { PutParameter } }).run(approval());

  expect(error).toBe('Ssm.ParameterLimitExceededException');
});
