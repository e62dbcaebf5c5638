import { AwsError } from '../../../../rehearsal/aws-error';
import { getDeployment, testSfn } from './fixture';

// The pages named in these tests are those of https://docs.aws.amazon.com/step-functions/latest/dg/

/** CodeDeploy whose GetDeployment fails with these errors, one after the other, and then answers. */
function failing(...errors: string[]) {
  const left = [...errors];
  const times: number[] = [];
  const world = testSfn({
    codedeploy: {
      GetDeployment: (_input, { clock }) => {
        times.push(clock.now());
        const error = left.shift();
        if (error) throw new AwsError(error, 'no');
        return {};
      },
    },
  });
  /** Seconds between one call and the next. */
  const pauses = () => times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / 1000);
  return { ...world, pauses };
}

const MISSING = 'DeploymentDoesNotExistException';
const THROTTLED = 'ThrottlingException';

describe('Retry', () => {
  // concepts-error-handling.html: 1 second, 3 attempts, a rate of 2 by default
  test('tries three times, after 1, 2 and 4 seconds', async () => {
    const { run, pauses } = failing(MISSING, MISSING, MISSING, MISSING);

    const { status, error } = await run({ Get: { ...getDeployment, Retry: [{ ErrorEquals: ['States.ALL'] }] } });

    expect({ status, error }).toEqual({ status: 'FAILED', error: 'CodeDeploy.DeploymentDoesNotExistException' });
    expect(pauses()).toEqual([1, 2, 4]);
  });

  // concepts-error-handling.html: IntervalSeconds, BackoffRate, MaxDelaySeconds; FULL takes a part of the interval
  test.each([
    [{ IntervalSeconds: 3, BackoffRate: 2, MaxDelaySeconds: 5 }, [3, 5, 5]],
    [{ IntervalSeconds: 2, BackoffRate: 1 }, [2, 2, 2]],
    [{ IntervalSeconds: 4, BackoffRate: 2, JitterStrategy: 'FULL' }, [2, 4, 8]],
  ])('%j waits %j seconds', async (fields, expected) => {
    const { run, pauses } = failing(MISSING, MISSING, MISSING);

    const { status } = await run({ Get: { ...getDeployment, Retry: [{ ErrorEquals: ['States.ALL'], ...fields }] } });

    expect(status).toBe('SUCCEEDED');
    expect(pauses()).toEqual(expected);
  });

  // concepts-error-handling.html, example 4: a retrier counts its own visits; then Catch
  test('counts the attempts of each retrier across visits', async () => {
    const { run, pauses } = failing(MISSING, MISSING, THROTTLED, MISSING);
    const Retry = [
      { ErrorEquals: ['CodeDeploy.DeploymentDoesNotExistException'], IntervalSeconds: 1, MaxAttempts: 2 },
      { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 5 },
    ];

    const { output } = await run({
      Get: { ...getDeployment, Retry, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }] },
      Z: { Type: 'Pass', Output: 'caught', End: true },
    });

    expect(output).toBe('caught');
    expect(pauses()).toEqual([1, 2, 5]);
  });

  // concepts-error-handling.html: MaxAttempts 0 never retries; input-output-contextobject.html: State.RetryCount
  test.each([
    [0, 1],
    [2, 3],
  ])('with MaxAttempts %d calls %d times', async (MaxAttempts, calls) => {
    const { run, scripted } = failing(MISSING, MISSING, MISSING);
    const Arguments = { DeploymentId: '{% "d-" & $states.context.State.RetryCount %}' };

    const { execution, events } = await run({
      Get: { ...getDeployment, Arguments, Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts }] },
    });

    expect(scripted.codedeploy?.inputs).toEqual(
      Array.from({ length: calls }, (_, index) => ({ deploymentId: `d-${index}` })),
    );
    // "Retries are treated as state transitions"
    expect(execution.transitions).toBe(calls);
    expect(events.filter((type) => type === 'TaskStateEntered')).toHaveLength(1);
    expect(events.filter((type) => type === 'TaskFailed')).toHaveLength(calls);
  });
});

describe('Catch', () => {
  // concepts-error-handling.html#error-handling-fallback-states; the error output has Error and Cause
  test('goes to the first catcher that names the error', async () => {
    const { output, cause } = await failing(MISSING).run({
      Get: {
        ...getDeployment,
        Catch: [
          { ErrorEquals: ['Other'], Next: 'Z' },
          { ErrorEquals: ['CodeDeploy.DeploymentDoesNotExistException'], Next: 'Y' },
          { ErrorEquals: ['States.ALL'], Next: 'Z' },
        ],
      },
      Y: { Type: 'Pass', Output: '{% $states.input %}', End: true },
      Z: { Type: 'Fail' },
    });

    expect(cause).toBeUndefined();
    expect(output).toEqual({
      Error: 'CodeDeploy.DeploymentDoesNotExistException',
      Cause: expect.stringMatching(/^no \(Service: CodeDeploy, Status Code: 400, Request ID: /),
    });
  });

  // transforming-data.html: $states.errorOutput "can be used in the Catch field's Assign or Output"
  test('has an Output and an Assign of its own', async () => {
    const { output } = await failing(MISSING).run(
      {
        Get: {
          ...getDeployment,
          Assign: { way: 'good' },
          Catch: [
            {
              ErrorEquals: ['States.ALL'],
              Output: { was: '{% $states.errorOutput.Error %}', of: '{% $states.input.id %}' },
              Assign: { way: 'bad' },
              Next: 'Y',
            },
          ],
        },
        Y: { Type: 'Pass', Output: '{% $merge([$states.input, {"way": $way}]) %}', End: true },
      },
      { id: 7 },
    );

    expect(output).toEqual({ was: 'CodeDeploy.DeploymentDoesNotExistException', of: 7, way: 'bad' });
  });

  const caught = (ErrorEquals: string[], fields: object) => ({
    Get: { ...getDeployment, ...fields, Catch: [{ ErrorEquals, Next: 'Y' }] },
    Y: { Type: 'Pass', Output: 'caught', End: true },
  });

  // transforming-data.html#handling-errors-jsonata-expressions: Catch and Retry take States.QueryEvaluationError
  test.each([
    ['Arguments', { Arguments: { DeploymentId: '{% $missing %}' } }],
    ['Output', { Output: '{% $missing %}' }],
    ['Assign', { Assign: { x: '{% 1 + "a" %}' } }],
    ['TimeoutSeconds', { TimeoutSeconds: '{% "ten" %}' }],
  ])('takes the failed expression of %s', async (_field, fields) => {
    const { output } = await failing().run(caught(['States.QueryEvaluationError'], fields));

    expect(output).toBe('caught');
  });

  // concepts-error-handling.html#error-handling-error-representation
  test.each([
    ['States.ALL', MISSING, true],
    ['States.TaskFailed', MISSING, true],
    ['States.Timeout', MISSING, false],
    ['States.Permissions', MISSING, false],
  ])('%s of %s: %s', async (name, error, expected) => {
    const { status } = await failing(error).run(caught([name], {}));

    expect(status === 'SUCCEEDED').toBe(expected);
  });

  // concepts-error-handling.html: States.ALL "cannot catch the States.DataLimitExceeded terminal error"; by its name it is caught
  test.each([
    ['States.ALL', false],
    ['States.TaskFailed', false],
    ['States.DataLimitExceeded', true],
  ])('%s of a result that is too long: %s', async (name, expected) => {
    const { status } = await failing().run(caught([name], { Output: '{% $pad("", 300000, "x") %}' }));

    expect(status === 'SUCCEEDED').toBe(expected);
  });

  // concepts-error-handling.html: "A retry or catch on States.ALL won't catch States.Runtime errors"
  test.each(['States.ALL', 'States.TaskFailed', 'States.Runtime'])('%s does not catch States.Runtime', async (name) => {
    const { error } = await failing().run(caught([name], { Arguments: '{% {"NoSuchField": 1} %}' }));

    expect(error).toBe('States.Runtime');
  });
});
