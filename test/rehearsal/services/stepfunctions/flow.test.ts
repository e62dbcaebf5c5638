import { testSfn } from './fixture';

// The pages named in these tests are those of https://docs.aws.amazon.com/step-functions/latest/dg/

// state-pass.html, state-succeed.html
test('Pass hands its input on, Succeed ends', async () => {
  const { output, status, events } = await testSfn().run(
    { Hello: { Type: 'Pass', Next: 'Done' }, Done: { Type: 'Succeed' } },
    { a: 1 },
  );

  expect({ output, status }).toEqual({ output: { a: 1 }, status: 'SUCCEEDED' });
  expect(events).toEqual([
    'ExecutionStarted',
    'PassStateEntered',
    'PassStateExited',
    'SucceedStateEntered',
    'SucceedStateExited',
    'ExecutionSucceeded',
  ]);
});

// transforming-data.html: Output "overrides the state output default", and accepts any JSON value
test('Output stands for the input', async () => {
  const { output } = await testSfn().run(
    {
      Hello: {
        Type: 'Pass',
        Output: { name: '{% "Ms " & $states.input.name %}', fixed: [1, '{% 1 + 1 %}'] },
        End: true,
      },
    },
    { name: 'Rivera' },
  );

  expect(output).toEqual({ name: 'Ms Rivera', fixed: [1, 2] });
});

// state-fail.html: Error and Cause are given to the execution
test('Fail fails the execution with its error, which may be an expression', async () => {
  const { status, error, cause, events } = await testSfn().run(
    { No: { Type: 'Fail', Error: 'Release.Failed', Cause: '{% "because of " & $states.input.why %}' } },
    { why: 'rain' },
  );

  expect({ status, error, cause }).toEqual({ status: 'FAILED', error: 'Release.Failed', cause: 'because of rain' });
  expect(events).toEqual(['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed']);
});

describe('Wait', () => {
  // state-wait.html: Seconds, or an absolute Timestamp
  test.each([
    ['seconds', { Seconds: 90 }, 90],
    ['an expression for seconds', { Seconds: '{% $states.input.minutes * 60 %}' }, 300],
    ['a time', { Timestamp: '2026-01-01T00:02:00Z' }, 120],
    [
      'an expression for a time',
      { Timestamp: '{% $fromMillis($toMillis($states.context.Execution.StartTime) + 7000) %}' },
      7,
    ],
    ['a time in the past', { Timestamp: '2025-01-01T00:00:00Z' }, 0],
  ])('takes %s', async (_what, fields, expected) => {
    const { seconds, status } = await testSfn().run({ W: { Type: 'Wait', ...fields, End: true } }, { minutes: 5 });

    expect({ seconds, status }).toEqual({ seconds: expected, status: 'SUCCEEDED' });
  });

  // transforming-data.html#handling-errors-jsonata-expressions: type incompatibility, value out of range
  test.each([
    ['a text', { Seconds: '{% "10" %}' }],
    ['a negative number', { Seconds: '{% -1 %}' }],
    ['a time without a zone', { Timestamp: '{% "2026-01-01T00:02:00" %}' }],
  ])('refuses %s', async (_what, fields) => {
    const { error, events } = await testSfn().run({ W: { Type: 'Wait', ...fields, End: true } });

    expect(error).toBe('States.QueryEvaluationError');
    expect(events.at(-1)).toBe('ExecutionFailed');
  });
});

describe('Choice', () => {
  const choice = {
    Ask: {
      Type: 'Choice',
      Assign: { way: 'default' },
      Output: { from: 'state' },
      Choices: [
        { Condition: '{% $states.input.score > 90 %}', Assign: { way: 'high' }, Output: { from: 'rule' }, Next: 'End' },
        { Condition: '{% $states.input.score > 50 %}', Next: 'Bare' },
      ],
      Default: 'End',
    },
    Bare: { Type: 'Succeed' },
    End: { Type: 'Pass', Output: { way: '{% $way %}', input: '{% $states.input %}' }, End: true },
  };

  // state-choice.html: the first rule that holds; its own Assign only; the state's Assign only for Default
  test.each([
    [95, { way: 'high', input: { from: 'rule' } }],
    [60, { score: 60 }],
    [10, { way: 'default', input: { from: 'state' } }],
  ])('with score %d gives %j', async (score, expected) => {
    const { output } = await testSfn().run(choice, { score });

    expect(output).toEqual(expected);
  });

  // state-choice.html: "no Choices evaluate to true ... and no Default": an error
  test('fails when no rule holds and there is no default', async () => {
    const { error } = await testSfn().run({
      Ask: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'End' }] },
      End: { Type: 'Succeed' },
    });

    expect(error).toBe('States.NoChoiceMatched');
  });

  // transforming-data.html#handling-errors-jsonata-expressions: type incompatibility
  test('does not take 1 for true', async () => {
    const { error } = await testSfn().run({
      Ask: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'End' }] },
      End: { Type: 'Succeed' },
    });

    expect(error).toBe('States.QueryEvaluationError');
  });
});

// https://states-language.net/spec.html#toplevelfields; concepts-error-handling.html, States.Timeout
test('the machine has a time-out', async () => {
  const { status, seconds, events } = await testSfn().run(
    { W: { Type: 'Wait', Seconds: 100, End: true } },
    {},
    { TimeoutSeconds: 60 },
  );

  expect({ status, seconds }).toEqual({ status: 'TIMED_OUT', seconds: 60 });
  expect(events.slice(-2)).toEqual(['WaitStateAborted', 'ExecutionTimedOut']);
});

// service-quotas.html: 25,000 events; the failure is the last of them (as observed: bp-history-limit.html)
test('the 25,000th event fails the execution', async () => {
  const { error, events } = await testSfn().run({
    On: { Type: 'Pass', Next: 'AndOn' },
    AndOn: { Type: 'Pass', Next: 'On' },
  });

  expect(error).toBe('States.Runtime');
  expect(events).toHaveLength(25_000);
  expect(events.at(-1)).toBe('ExecutionFailed');
});
