import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { ScaledClock } from '../../../../rehearsal/clock';
import { Cloud } from '../../../../rehearsal/cloud';
import { STEPFUNCTIONS_SWITCHES, StepFunctions } from '../../../../rehearsal/services/stepfunctions/stepfunctions';
import { Switches } from '../../../../rehearsal/switches';
import { clientOf, closeEndpoints, startEndpoint } from '../../endpoint/fixture';
import { ROLE } from './fixture';

afterEach(closeEndpoints);

test("AWS's SDK client creates a machine, runs it and reads its history", async () => {
  const cloud = new Cloud({ clock: new ScaledClock(1000), switches: new Switches(STEPFUNCTIONS_SWITCHES) });
  const sfn = cloud.add(new StepFunctions(cloud));
  const client = clientOf(SFNClient, await startEndpoint(cloud));
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'W',
    States: { W: { Type: 'Wait', Seconds: 1, Output: '{% $states.input.a + 1 %}', End: true } },
  };
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({ name: 'machine', roleArn: ROLE, definition: JSON.stringify(definition) }),
  );

  const start = () => client.send(new StartExecutionCommand({ stateMachineArn, name: 'run', input: '{"a":1}' }));
  const { executionArn = '' } = await start();
  await sfn.execution(executionArn).ended;

  const described = await client.send(new DescribeExecutionCommand({ executionArn }));
  expect(described).toMatchObject({ status: 'SUCCEEDED', output: '2', stopDate: expect.any(Date) });
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events?.map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'WaitStateEntered',
    'WaitStateExited',
    'ExecutionSucceeded',
  ]);
  await expect(start()).rejects.toBeInstanceOf(ExecutionAlreadyExists);
});
