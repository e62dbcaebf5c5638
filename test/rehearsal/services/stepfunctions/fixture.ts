import { VirtualClock } from '../../../../rehearsal/clock';
import { Cloud } from '../../../../rehearsal/cloud';
import { rootOf } from '../../../../rehearsal/principal';
import type { Operation } from '../../../../rehearsal/service';
import type { Execution } from '../../../../rehearsal/services/stepfunctions/execution';
import { STEPFUNCTIONS_SWITCHES, StepFunctions } from '../../../../rehearsal/services/stepfunctions/stepfunctions';
import { Switches } from '../../../../rehearsal/switches';
import { ScriptedService } from '../../endpoint/fixture';

export const ROLE = 'arn:aws:iam::123456789012:role/release';
export const START_MS = Date.UTC(2026, 0, 1);

export type States = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A cloud with Step Functions and services that answer what the test says. */
export function testSfn(
  services: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {},
  chosen: Readonly<Record<string, string>> = {},
) {
  const clock = new VirtualClock(START_MS);
  const cloud = new Cloud({ clock, switches: new Switches(STEPFUNCTIONS_SWITCHES, chosen) });
  const sfn = cloud.add(new StepFunctions(cloud));
  sfn.random = () => 0.5;
  const scripted = Object.fromEntries(
    Object.entries(services).map(([prefix, answers]) => [prefix, cloud.add(new ScriptedService(prefix, answers))]),
  );
  const api = cloud.client(sfn, rootOf(cloud.account));

  /** Creates a machine whose first state is the first of `states`. */
  const create = async (states: States, more: Readonly<Record<string, unknown>> = {}, name = 'machine') => {
    const definition = { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more };
    const { stateMachineArn } = await api.CreateStateMachine({
      name,
      roleArn: ROLE,
      definition: JSON.stringify(definition),
    });
    return stateMachineArn;
  };

  const start = async (states: States, input: unknown = {}, more: Readonly<Record<string, unknown>> = {}) => {
    const stateMachineArn = await create(states, more);
    const { executionArn } = await api.StartExecution({ stateMachineArn, name: 'run', input: JSON.stringify(input) });
    return sfn.execution(executionArn);
  };

  /** Runs a machine to its end, in virtual time. */
  const run = async (states: States, input: unknown = {}, more: Readonly<Record<string, unknown>> = {}) => {
    const execution = await start(states, input, more);
    await clock.run(execution.ended);
    return ended(execution);
  };

  return { clock, cloud, sfn, api, scripted, create, start, run };
}

/** What a test looks at when an execution has ended. */
export function ended(execution: Execution) {
  return {
    execution,
    status: execution.status,
    output: execution.output === undefined ? undefined : JSON.parse(execution.output),
    error: execution.error,
    cause: execution.text,
    events: eventTypes(execution),
    /** Seconds of rehearsal time. */
    seconds: ((execution.stoppedAt ?? 0) - execution.startedAt) / 1000,
  };
}

export function eventTypes(execution: Execution): (string | undefined)[] {
  return execution.history.events.map(({ type }) => type);
}

/** A Task that calls CodeDeploy, and ends. */
export const getDeployment = {
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:codedeploy:getDeployment',
  Arguments: { DeploymentId: 'd-1' },
  End: true,
} as const;
