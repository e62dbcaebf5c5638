import { AwsError } from '../../../../rehearsal/aws-error';
import { getDeployment, testSfn } from './fixture';

// The pages named in these tests are those of https://docs.aws.amazon.com/step-functions/latest/dg/

const waitFor = (seconds: number, output: string) => ({
  StartAt: `Wait ${output}`,
  States: { [`Wait ${output}`]: { Type: 'Wait', Seconds: seconds, Output: output, End: true } },
});

describe('Parallel', () => {
  // state-parallel.html: as concurrently as possible; the results in the order of the branches
  test('runs its branches at the same time, and keeps their order', async () => {
    const { output, seconds, events } = await testSfn().run({
      Both: { Type: 'Parallel', Branches: [waitFor(30, 'slow'), waitFor(10, 'fast')], End: true },
    });

    expect({ output, seconds }).toEqual({ output: ['slow', 'fast'], seconds: 30 });
    expect(events).toEqual([
      'ExecutionStarted',
      'ParallelStateEntered',
      'ParallelStateStarted',
      'WaitStateEntered',
      'WaitStateEntered',
      'WaitStateExited',
      'WaitStateExited',
      'ParallelStateSucceeded',
      'ParallelStateExited',
      'ExecutionSucceeded',
    ]);
  });

  // state-parallel.html#error-handling: "the entire Parallel state is considered to have failed and all its branches are stopped"
  test('fails with the first branch that fails, and stops the others', async () => {
    const failing = {
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: 5, Next: 'No' }, No: { Type: 'Fail', Error: 'Oops', Cause: 'why' } },
    };
    const { error, seconds, events } = await testSfn().run({
      Both: { Type: 'Parallel', Branches: [waitFor(30, 'slow'), failing], End: true },
    });

    expect({ error, seconds }).toEqual({ error: 'Oops', seconds: 5 });
    expect(events.slice(-4)).toEqual([
      'FailStateEntered',
      'WaitStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
  });

  // state-parallel.html: Arguments stand for the input of the branches
  test('hands Arguments to its branches', async () => {
    const { output } = await testSfn().run(
      {
        Both: {
          Type: 'Parallel',
          Arguments: { x: '{% $states.input.a + 1 %}' },
          Branches: [{ StartAt: 'P', States: { P: { Type: 'Pass', End: true } } }],
          Output: '{% $states.result[0].x %}',
          End: true,
        },
      },
      { a: 1 },
    );

    expect(output).toBe(2);
  });
});

describe('Map', () => {
  const doubled = {
    StartAt: 'Double',
    States: { Double: { Type: 'Pass', Output: '{% $states.input * 2 %}', End: true } },
  };

  // state-map-inline.html
  test('runs its processor for each item', async () => {
    const { output, events } = await testSfn().run(
      {
        All: { Type: 'Map', Items: '{% $states.input.items %}', ItemProcessor: doubled, End: true },
      },
      { items: [3] },
    );

    expect(output).toEqual([6]);
    expect(events).toEqual([
      'ExecutionStarted',
      'MapStateEntered',
      'MapStateStarted',
      'MapIterationStarted',
      'PassStateEntered',
      'PassStateExited',
      'MapIterationSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
  });

  // state-map-inline.html: the input of the state where there are no Items; an empty array is no error
  test.each([
    [
      [1, 2],
      [2, 4],
    ],
    [[], []],
  ])('of the input %j makes %j', async (input, expected) => {
    const { output } = await testSfn().run({ All: { Type: 'Map', ItemProcessor: doubled, End: true } }, input);

    expect(output).toEqual(expected);
  });

  // input-output-contextobject.html#contextobject-map, with its example
  test('ItemSelector sees the item and its index', async () => {
    const { output } = await testSfn().run(
      {
        All: {
          Type: 'Map',
          ItemSelector: {
            ContextIndex: '{% $states.context.Map.Item.Index %}',
            ContextValue: '{% $states.context.Map.Item.Value %}',
          },
          ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } },
          End: true,
        },
      },
      [{ who: 'bob' }],
    );

    expect(output).toEqual([{ ContextIndex: 0, ContextValue: { who: 'bob' } }]);
  });

  // state-map-inline.html: MaxConcurrency; at most 40 iterations at a time; 0 is no limit but that
  test.each([
    [1, 4, 40],
    ['{% 2 %}', 4, 20],
    [0, 4, 10],
    [0, 41, 20],
  ])('with MaxConcurrency %j and %d items takes %d seconds', async (MaxConcurrency, items, expected) => {
    const { seconds } = await testSfn().run(
      { All: { Type: 'Map', MaxConcurrency, ItemProcessor: waitFor(10, 'x'), End: true } },
      Array.from({ length: items }, () => 1),
    );

    expect(seconds).toBe(expected);
  });

  // state-map-inline.html: "the failure of any iteration causes the Map state to fail. All iterations stop"
  test('fails with the first iteration that fails', async () => {
    const { error, events } = await testSfn().run(
      {
        All: {
          Type: 'Map',
          ItemProcessor: {
            StartAt: 'Ask',
            States: {
              Ask: { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 2 %}', Next: 'No' }], Default: 'W' },
              W: { Type: 'Wait', Seconds: 9, End: true },
              No: { Type: 'Fail', Error: 'Two' },
            },
          },
          End: true,
        },
      },
      [1, 2],
    );

    expect(error).toBe('Two');
    expect(events).toEqual(expect.arrayContaining(['MapIterationFailed', 'MapIterationAborted', 'MapStateFailed']));
  });

  // state-map-inline.html, Retry: "the retry policy applies to all Map state iterations, instead of only failed iterations"
  test('a retry runs all iterations again', async () => {
    let calls = 0;
    const { scripted, run } = testSfn({
      codedeploy: {
        GetDeployment: () => {
          if (++calls === 2) throw new AwsError('DeploymentDoesNotExistException', 'no');
          return {};
        },
      },
    });

    const { status } = await run(
      {
        All: {
          Type: 'Map',
          MaxConcurrency: 1,
          ItemProcessor: { StartAt: 'Get', States: { Get: getDeployment } },
          Retry: [{ ErrorEquals: ['States.ALL'] }],
          End: true,
        },
      },
      [1, 2],
    );

    expect(status).toBe('SUCCEEDED');
    expect(scripted.codedeploy?.inputs).toHaveLength(4);
  });
});
