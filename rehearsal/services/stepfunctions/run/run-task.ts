import { payloadText } from '../language/payload';
import { queryError, StateError } from '../language/state-error';
import type { Template } from '../language/template';
import type { TaskState } from '../language/workflow';
import type { TaskToken } from '../task-tokens';
import { deadline, heartbeats } from './deadlines';
import { Interrupted, unlessInterrupted } from './interrupted';
import { TaskEvents } from './task-events';
import type { Visit } from './visit';

/** The default of `TimeoutSeconds` and `HeartbeatSeconds`: three years. */
const MOST_SECONDS = 99_999_999;

/**
 * One attempt of a Task: its arguments, its call, and the answer of the token's holder where it waits for one.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
 */
export async function runTask(visit: Visit<TaskState>): Promise<unknown> {
  const { state, world, execution } = visit;
  const token = state.resource.waitsForToken ? world.tokens.open(execution) : undefined;
  visit.token = token?.token;
  const timeoutSeconds = await secondsOf(visit, state.timeoutSeconds);
  const heartbeatSeconds = await secondsOf(visit, state.heartbeatSeconds);
  const given = state.arguments ? await visit.evaluate(state.arguments) : undefined;
  const argumentsOrInput = given ?? (state.resource.kind === 'function' ? visit.input : {});
  const events = new TaskEvents(visit);
  events.scheduled(payloadText(argumentsOrInput, 'arguments', state.name), timeoutSeconds, heartbeatSeconds);
  events.started();
  const over = new AbortController();
  const signal = AbortSignal.any([visit.signal, over.signal]);
  try {
    const calling = call(visit, argumentsOrInput);
    const work = token ? answered(visit, calling, token, events) : calling;
    const limits = [
      ...(timeoutSeconds ? [deadline(visit, timeoutSeconds, signal)] : []),
      ...(token && heartbeatSeconds
        ? [heartbeats(visit, token, heartbeatSeconds, { signal, from: firstBeat(visit, argumentsOrInput, calling) })]
        : []),
    ];
    const result = await unlessInterrupted(Promise.race([work, ...limits]), visit.signal);
    events.succeeded(payloadText(result, 'a result', state.name));
    return result;
  } catch (error) {
    if (error instanceof StateError) events.failed(error);
    throw error;
  } finally {
    over.abort('over');
    token?.close();
  }
}

/** What the holder of the token says, once the call was made. */
async function answered(
  visit: Visit<TaskState>,
  calling: Promise<unknown>,
  token: TaskToken,
  events: TaskEvents,
): Promise<unknown> {
  const result = await calling;
  if (visit.signal.aborted) throw new Interrupted();
  events.submitted(payloadText(result, 'a result', visit.state.name));
  return token.answer;
}

/**
 * When heartbeats begin to count: at once, but after the function has returned where one is waited for.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
 */
function firstBeat({ state }: Visit<TaskState>, given: unknown, calling: Promise<unknown>): Promise<unknown> {
  const { prefix, operation } = state.resource;
  const type = (given as { readonly InvocationType?: string } | null)?.InvocationType;
  return prefix === 'lambda' && operation === 'Invoke' && type !== 'Event' ? calling : Promise.resolve();
}

/** Calls the service; a test may kill the execution before the call, or after it, before its result is kept. */
async function call(visit: Visit<TaskState>, given: unknown): Promise<unknown> {
  const { world, execution, state } = visit;
  const { prefix, operation } = state.resource;
  const number = ++execution.calls;
  const kill = (when: 'before' | 'after') => {
    const place = { executionArn: execution.arn, state: state.name, action: `${prefix}:${operation}` };
    if (!world.isKilledAt({ ...place, when, call: number })) return;
    execution.running.abort();
    throw new Interrupted();
  };
  kill('before');
  try {
    return await world.integrations.call(state.resource, given, execution);
  } finally {
    kill('after');
  }
}

async function secondsOf(visit: Visit<TaskState>, template: Template | undefined): Promise<number | undefined> {
  if (!template) return undefined;
  const value = await visit.evaluate(template);
  if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MOST_SECONDS) return value;
  const { field } = template;
  throw queryError(`'${field}' must be an integer from 1 to ${MOST_SECONDS}, got ${JSON.stringify(value)}`, field);
}
