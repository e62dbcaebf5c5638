import { testSfn } from './fixture';

// The pages named in these tests are those of https://docs.aws.amazon.com/step-functions/latest/dg/

const show = (expression: string) => ({ Type: 'Pass', Output: `{% ${expression} %}`, End: true });

// workflow-variables.html#evaluation-order-in-an-assign-field, with its example
test('Assign reads the variables as they were when the state was entered', async () => {
  const { output } = await testSfn().run({
    First: { Type: 'Pass', Assign: { x: 3, a: 6 }, Next: 'Second' },
    Second: { Type: 'Pass', Assign: { x: '{% $a %}', nextX: '{% $x %}' }, Next: 'Show' },
    Show: show('[$x, $nextX]'),
  });

  expect(output).toEqual([6, 3]);
});

// workflow-variables.html#assign-field-in-asl: "assigning variable values will not affect state Output"
test('Output does not see what Assign assigns', async () => {
  const { output } = await testSfn().run({
    First: { Type: 'Pass', Assign: { x: 1 }, Next: 'Second' },
    Second: { Type: 'Pass', Assign: { x: 2 }, Output: { x: '{% $x %}' }, End: true },
  });

  expect(output).toEqual({ x: 1 });
});

// workflow-variables.html: a variable that was never assigned is undefined, so that the expression fails
test('a variable that nobody assigned is an error', async () => {
  const { error, cause, events } = await testSfn().run({ Show: show('$missing') });

  expect(error).toBe('States.QueryEvaluationError');
  expect(cause).toContain("'$missing' specified for the field 'Output' returned nothing");
  expect(events).toContain('EvaluationFailed');
});

// workflow-variables.html#variable-scope
test('branches read outer variables, and keep their own to themselves', async () => {
  const { output } = await testSfn().run({
    First: { Type: 'Pass', Assign: { outer: 'seen' }, Next: 'Both' },
    Both: {
      Type: 'Parallel',
      Branches: ['a', 'b'].map((own) => ({
        StartAt: 'Set',
        States: { Set: { Type: 'Pass', Assign: { own }, Next: 'Show' }, Show: show('$outer & $own') },
      })),
      Next: 'After',
    },
    After: { Type: 'Pass', Output: { branches: '{% $states.input %}', own: '{% $exists($own) %}' }, End: true },
  });

  expect(output).toEqual({ branches: ['seena', 'seenb'], own: false });
});

// workflow-variables.html#variable-scope: no inner scope assigns a variable of an outer one
test('an inner scope must not assign a variable of an outer one', async () => {
  const inner = { StartAt: 'In', States: { In: { Type: 'Pass', Assign: { x: 2 }, End: true } } };

  const created = testSfn().create({
    Out: { Type: 'Pass', Assign: { x: 1 }, Next: 'Both' },
    Both: { Type: 'Parallel', Branches: [inner], End: true },
  });

  await expect(created).rejects.toMatchObject({ code: 'InvalidDefinition' });
});

// workflow-variables.html#variable-scope: Catch assigns in the scope in which the Parallel state exists
test('Catch of a Parallel state assigns outer variables', async () => {
  const { output } = await testSfn().run({
    Both: {
      Type: 'Parallel',
      Branches: [{ StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Oops', Cause: 'why' } } }],
      Catch: [{ ErrorEquals: ['Oops'], Assign: { failure: '{% $states.errorOutput.Cause %}' }, Next: 'Show' }],
      End: true,
    },
    Show: show('$failure'),
  });

  expect(output).toBe('why');
});

// input-output-contextobject.html
test('the context tells of the execution, the state and the machine', async () => {
  const { output } = await testSfn().run({ Show: show('$states.context') }, { k: 1 });

  expect(output).toEqual({
    Execution: {
      Id: 'arn:aws:states:us-east-1:123456789012:execution:machine:run',
      Input: { k: 1 },
      Name: 'run',
      RoleArn: 'arn:aws:iam::123456789012:role/release',
      StartTime: '2026-01-01T00:00:00Z',
      RedriveCount: 0,
    },
    State: { EnteredTime: '2026-01-01T00:00:00Z', Name: 'Show', RetryCount: 0 },
    StateMachine: { Id: 'arn:aws:states:us-east-1:123456789012:stateMachine:machine', Name: 'machine' },
  });
});

// workflow-variables.html#limits, concepts-error-handling.html: States.DataLimitExceeded above 256 KiB
test.each([
  ['an output', { Output: '{% $pad("", 300000, "x") %}' }],
  ['a variable', { Assign: { long: '{% $pad("", 300000, "x") %}' } }],
])('%s of more than 256 KiB is refused', async (_what, fields) => {
  const { error } = await testSfn().run({ Big: { Type: 'Pass', ...fields, End: true } });

  expect(error).toBe('States.DataLimitExceeded');
});

describe('functions', () => {
  // transforming-data.html#jsonata-functions-provided-by-sfn
  test.each([
    ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
    ['$range(0, 10, 5)', [0, 5, 10]],
    ['$hash("a", "SHA-1")', '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'],
    ['$parse("{\\"a\\":1}")', { a: 1 }],
    ['$random(7) = $random(7)', true],
    ['$length($uuid())', 36],
  ])('%s', async (expression, expected) => {
    const { output, cause } = await testSfn().run({ Show: show(expression) });

    expect(cause).toBeUndefined();
    expect(output).toEqual(expected);
  });

  // transforming-data.html: "$eval is not available"
  test('there is no $eval', async () => {
    const { error } = await testSfn().run({ Show: show('$eval("1")') });

    expect(error).toBe('States.QueryEvaluationError');
  });

  test('$now and $millis are the time of the rehearsal', async () => {
    const { output } = await testSfn().run({
      W: { Type: 'Wait', Seconds: 60, Next: 'Show' },
      Show: show('[$now(), $millis(), $now("[H01]:[m01]")]'),
    });

    expect(output).toEqual(['2026-01-01T00:01:00.000Z', Date.UTC(2026, 0, 1, 0, 1), '00:01']);
  });
});
