import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Execution } from '../execution';
import { payloadText } from '../language/payload';
import { StateError } from '../language/state-error';
import type { State } from '../language/workflow';
import { runMap, runParallel } from './fan-out';
import { choose, fail, pass, succeed } from './flow-states';
import type { Frame } from './frame';
import { withHandlers } from './handle';
import { Interrupted } from './interrupted';
import { runTask } from './run-task';
import { Visit } from './visit';
import { wait } from './wait';
import type { World } from './world';

/**
 * Runs a workflow from where it is to its end; the frame says at any time how far it came.
 *
 * @returns the workflow's output
 * @throws StateError when a state failed and nothing caught it; Interrupted when the signal aborted
 */
export async function runWorkflow(
  world: World,
  execution: Execution,
  frame: Frame,
  signal: AbortSignal,
): Promise<unknown> {
  while (!frame.done) {
    if (signal.aborted) throw new Interrupted();
    const state = frame.workflow.states.get(frame.at);
    if (!state) throw new StateError('States.Runtime', `there is no state '${frame.at}'`);
    const visit = new Visit(world, execution, frame, state, signal);
    enter(visit);
    try {
      await runState(visit);
    } catch (error) {
      if (error instanceof Interrupted) recordAbortion(visit);
      throw error;
    }
  }
  return frame.done.output;
}

/** A redriven execution does not enter again what it had entered, but for Fail, which fails again. */
function enter(visit: Visit): void {
  const { frame, state, world, execution } = visit;
  if (frame.entry && state.type !== 'Fail') return;
  const input = payloadText(frame.input, 'an input', state.name);
  const type = `${state.type}StateEntered` as HistoryEventType;
  const eventId = visit.record(type, {
    stateEnteredEventDetails: { name: state.name, input, inputDetails: { truncated: false } },
  });
  frame.entry = { eventId, time: world.cloud.clock.now() };
  execution.transitions++;
}

function runState(visit: Visit): Promise<void> {
  switch (visit.state.type) {
    case 'Task':
      return withHandlers(visit as VisitOf<'Task'>, runTask);
    case 'Parallel':
      return withHandlers(visit as VisitOf<'Parallel'>, (one) => runParallel(one, runWorkflow));
    case 'Map':
      return withHandlers(visit as VisitOf<'Map'>, (one) => runMap(one, runWorkflow));
    case 'Choice':
      return choose(visit as VisitOf<'Choice'>);
    case 'Wait':
      return wait(visit as VisitOf<'Wait'>);
    case 'Pass':
      return pass(visit as VisitOf<'Pass'>);
    case 'Succeed':
      return succeed(visit as VisitOf<'Succeed'>);
    case 'Fail':
      return fail(visit as VisitOf<'Fail'>);
  }
}

type VisitOf<T extends State['type']> = Visit<Extract<State, { type: T }>>;

const ABORTABLE = new Set<State['type']>(['Task', 'Parallel', 'Map', 'Wait']);

function recordAbortion(visit: Visit): void {
  if (ABORTABLE.has(visit.state.type)) visit.record(`${visit.state.type}StateAborted` as HistoryEventType);
}
