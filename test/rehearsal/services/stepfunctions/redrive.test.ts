import { AwsError } from '../../../../rehearsal/aws-error';
import type { Operation } from '../../../../rehearsal/service';
import type { KillPoint } from '../../../../rehearsal/services/stepfunctions/stepfunctions';
import { ended, eventTypes, getDeployment, testSfn } from './fixture';

// The rules are those of https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html

/** CodeDeploy that fails until it is repaired. */
function broken() {
  const state = { isBroken: true };
  const GetDeployment: Operation = () => {
    if (state.isBroken) throw new AwsError('DeploymentDoesNotExistException', 'no');
    return { deploymentInfo: { status: 'Succeeded' } };
  };
  const world = testSfn({ codedeploy: { GetDeployment } });
  const redriven = async (execution: Awaited<ReturnType<typeof world.start>>) => {
    state.isBroken = false;
    await world.api.RedriveExecution({ executionArn: execution.arn });
    await world.clock.run(execution.ended);
    return ended(execution);
  };
  return { ...world, redriven };
}

test('goes on from the task that failed, with the variables and the input that it had', async () => {
  const { run, redriven } = broken();
  const { execution, events: before } = await run(
    {
      First: { Type: 'Pass', Assign: { x: 1 }, Output: { from: 'first' }, Next: 'Get' },
      Get: { ...getDeployment, Output: '{% [$x, $states.input.from, $states.context.Execution.RedriveCount] %}' },
    },
    {},
  );

  const { status, output, events } = await redriven(execution);

  expect({ status, output }).toEqual({ status: 'SUCCEEDED', output: [1, 'first', 1] });
  expect(events.slice(before.length)).toEqual([
    'ExecutionRedriven',
    'TaskScheduled',
    'TaskStarted',
    'TaskSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
  expect(execution.redriveCount).toBe(1);
});

// "`RedriveTime` Context object is only available if you've redriven an execution"
// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
test('has the time of the redrive in the context, and none before', async () => {
  const { run, redriven } = broken();
  const { execution } = await run({
    First: { Type: 'Pass', Assign: { before: '{% $exists($states.context.Execution.RedriveTime) %}' }, Next: 'Get' },
    Get: { ...getDeployment, Output: '{% [$before, $states.context.Execution.RedriveTime] %}' },
  });

  const { output } = await redriven(execution);

  const time = new Date(execution.redrivenAt ?? 0).toISOString().replace('.000Z', 'Z');
  expect(output).toEqual([false, time]);
});

// "the retry attempt count for these states is reset to 0"
test('tries again as often as at first', async () => {
  const { run, api, clock } = broken();
  const { execution } = await run({
    Get: { ...getDeployment, Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }] },
  });
  const failures = () => eventTypes(execution).filter((type) => type === 'TaskFailed').length;
  expect(failures()).toBe(3);

  await api.RedriveExecution({ executionArn: execution.arn });
  await clock.run(execution.ended);

  expect(failures()).toBe(6);
});

test('runs only the branches and iterations that failed or were aborted', async () => {
  const { run, redriven } = broken();
  const pass = { StartAt: 'Good', States: { Good: { Type: 'Pass', Output: 'good', End: true } } };
  const get = { StartAt: 'Get', States: { Get: { ...getDeployment, Output: 'late' } } };
  const { execution } = await run({ Both: { Type: 'Parallel', Branches: [pass, get], End: true } });

  const { output, events } = await redriven(execution);

  expect(output).toEqual(['good', 'late']);
  expect(events.filter((type) => type === 'PassStateEntered')).toHaveLength(1);
  expect(events.filter((type) => type === 'TaskScheduled')).toHaveLength(2);
});

// "If the state failed because of a States.DataLimitExceeded error, the Parallel state is rerun, including the branches that were successful"
test('runs all branches again when their result was too long', async () => {
  const { run, redriven } = broken();
  const pass = { StartAt: 'Good', States: { Good: { Type: 'Pass', End: true } } };
  const { execution, error } = await run({
    Both: { Type: 'Parallel', Branches: [pass], Output: '{% $pad("", 300000, "x") %}', End: true },
  });
  expect(error).toBe('States.DataLimitExceeded');

  const { events } = await redriven(execution);

  expect(events.filter((type) => type === 'PassStateEntered')).toHaveLength(2);
});

test('fails again in a Fail state', async () => {
  const { run, redriven } = broken();
  const { execution } = await run({ No: { Type: 'Fail', Error: 'Oops' } });

  const { error, events } = await redriven(execution);

  expect(error).toBe('Oops');
  expect(events.filter((type) => type === 'FailStateEntered')).toHaveLength(2);
});

// "the state machine level timeout, if defined, is reset to 0"
test('begins the time-out of the machine anew', async () => {
  const { start, clock, redriven } = broken();
  const execution = await start(
    { W: { Type: 'Wait', Timestamp: '2026-01-01T00:01:30Z', End: true } },
    {},
    { TimeoutSeconds: 60 },
  );
  await clock.run(execution.ended);
  expect(execution.status).toBe('TIMED_OUT');

  expect((await redriven(execution)).status).toBe('SUCCEEDED');
});

test.each([
  ['whole-time-again', 100],
  ['until-the-first-end', 60],
])('a Wait by seconds waits %s', async (value, expected) => {
  const { api, clock, start } = testSfn({}, { 'stepfunctions.wait-after-redrive': value });
  const execution = await start({ W: { Type: 'Wait', Seconds: 60, End: true } });
  await clock.advance(40_000);
  await api.StopExecution({ executionArn: execution.arn });

  await api.RedriveExecution({ executionArn: execution.arn });
  await clock.run(execution.ended);

  expect(ended(execution)).toMatchObject({ status: 'SUCCEEDED', seconds: expected });
});

test('what succeeded, runs, or ended 14 days ago is not redriven', async () => {
  const { api, clock, run, sfn } = broken();
  const refused = (executionArn: string) =>
    expect(api.RedriveExecution({ executionArn })).rejects.toMatchObject({ code: 'ExecutionNotRedrivable' });
  const { execution } = await run({ Get: getDeployment });
  expect(await api.DescribeExecution({ executionArn: execution.arn })).toMatchObject({ redriveStatus: 'REDRIVABLE' });
  await clock.advance(15 * 86_400_000);
  await refused(execution.arn);

  const { stateMachineArn } = await api.CreateStateMachine({
    name: 'waits',
    roleArn: execution.machine.roleArn,
    definition: JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: 9, End: true } },
    }),
  });
  const { executionArn } = await api.StartExecution({ stateMachineArn });
  await refused(executionArn);
  await clock.run(sfn.execution(executionArn).ended);
  await refused(executionArn);
});

describe('killing at every call', () => {
  const states = {
    One: { ...getDeployment, End: undefined, Next: 'Two' },
    Two: { ...getDeployment, Arguments: { DeploymentId: 'd-2' } },
  };
  const points = [1, 2].flatMap((call) => (['before', 'after'] as const).map((when) => ({ call, when })));

  test.each(points)('a redrive ends a release that was killed $when call $call', async ({ call, when }) => {
    const { api, clock, sfn, start, scripted } = testSfn({ codedeploy: { GetDeployment: () => ({}) } });
    const seen: KillPoint[] = [];
    sfn.stopAt((point) => {
      seen.push(point);
      return point.call === call && point.when === when;
    });
    const execution = await start(states);
    await clock.run(execution.ended);
    expect(ended(execution)).toMatchObject({ status: 'ABORTED' });
    expect(seen.at(-1)).toMatchObject({
      state: ['One', 'Two'][call - 1],
      action: 'codedeploy:GetDeployment',
      call,
      when,
    });

    sfn.stopAt();
    await api.RedriveExecution({ executionArn: execution.arn });
    await clock.run(execution.ended);

    expect(execution.status).toBe('SUCCEEDED');
    expect(scripted.codedeploy?.inputs).toHaveLength(when === 'before' ? 2 : 3);
  });
});
