import type { Execution } from '../execution';
import { queryError } from '../language/state-error';
import type { MapState, ParallelState } from '../language/workflow';
import { type Frame, newFrame } from './frame';
import { Interrupted } from './interrupted';
import type { Visit } from './visit';
import type { World } from './world';

/** Runs one branch or iteration; handed in, because a workflow contains workflows. */
export type RunFrame = (world: World, execution: Execution, frame: Frame, signal: AbortSignal) => Promise<unknown>;

/** An inline Map state runs at most so many iterations at a time. */
const MOST_CONCURRENT = 40;

/**
 * Parallel: every branch gets the input (or `Arguments`), the result has their outputs in the order of the branches.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html
 */
export async function runParallel(visit: Visit<ParallelState>, runFrame: RunFrame): Promise<unknown[]> {
  const { frame, state } = visit;
  if (!frame.children) {
    const input = state.arguments ? await visit.evaluate(state.arguments) : visit.input;
    visit.record('ParallelStateStarted');
    frame.children = state.branches.map((branch) => newFrame(branch, input, { outer: frame }));
  }
  const results = await runAll(visit, frame.children, frame.children.length, (child, signal) =>
    runFrame(visit.world, visit.execution, child, signal),
  ).catch((error: unknown) => {
    if (!(error instanceof Interrupted)) visit.record('ParallelStateFailed');
    throw error;
  });
  visit.record('ParallelStateSucceeded');
  return results;
}

/**
 * Map, inline: one iteration per item, at most `MaxConcurrency` at a time, the result in the order of the items. One
 * iteration that fails fails the state.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
 */
export async function runMap(visit: Visit<MapState>, runFrame: RunFrame): Promise<unknown[]> {
  const { frame, state } = visit;
  const limit = await concurrencyOf(visit);
  if (!frame.children) {
    const items = await itemsOf(visit);
    const inputs = await Promise.all(items.map((item) => inputOf(visit, item)));
    visit.record('MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
    frame.children = inputs.map((input, index) =>
      newFrame(state.itemProcessor, input, { outer: frame, iteration: { name: state.name, index } }),
    );
  }
  const results = await runAll(visit, frame.children, limit, (child, signal) =>
    runIteration(visit, child, signal, runFrame),
  ).catch((error: unknown) => {
    if (!(error instanceof Interrupted)) visit.record('MapStateFailed');
    throw error;
  });
  visit.record('MapStateSucceeded');
  return results;
}

async function runIteration(visit: Visit<MapState>, child: Frame, signal: AbortSignal, runFrame: RunFrame) {
  const { history } = visit.execution;
  const { iteration } = child;
  const record = (type: 'Started' | 'Succeeded' | 'Failed' | 'Aborted') => {
    child.lastEventId = history.add(`MapIteration${type}`, child.lastEventId, {
      [`mapIteration${type}EventDetails`]: iteration,
    });
  };
  record('Started');
  try {
    const output = await runFrame(visit.world, visit.execution, child, signal);
    record('Succeeded');
    return output;
  } catch (error) {
    record(error instanceof Interrupted ? 'Aborted' : 'Failed');
    throw error;
  }
}

/** Runs what is not done yet; the first failure interrupts the others. */
async function runAll(
  visit: Visit,
  frames: readonly Frame[],
  limit: number,
  run: (frame: Frame, signal: AbortSignal) => Promise<unknown>,
): Promise<unknown[]> {
  const failed = new AbortController();
  const signal = AbortSignal.any([visit.signal, failed.signal]);
  const waiting = frames.filter((frame) => !frame.done);
  let failure: { readonly error: unknown } | undefined;
  const work = async () => {
    for (let frame = waiting.shift(); frame && !signal.aborted; frame = waiting.shift()) {
      await run(frame, signal).catch((error: unknown) => {
        failure ??= { error };
        failed.abort('failed');
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, frames.length) }, work));
  visit.frame.lastEventId = visit.execution.history.lastId;
  if (failure) throw failure.error;
  if (visit.signal.aborted) throw new Interrupted();
  return frames.map((frame) => frame.done?.output);
}

async function concurrencyOf(visit: Visit<MapState>): Promise<number> {
  const { maxConcurrency } = visit.state;
  const value = maxConcurrency ? await visit.evaluate(maxConcurrency) : 0;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw queryError(`'MaxConcurrency' must be an integer from 0, got ${JSON.stringify(value)}`, 'MaxConcurrency');
  return value === 0 ? MOST_CONCURRENT : Math.min(value, MOST_CONCURRENT);
}

interface Item {
  readonly Index: number;
  readonly Value: unknown;
  readonly Key?: string;
  readonly Source: string;
}

async function itemsOf(visit: Visit<MapState>): Promise<Item[]> {
  const { items } = visit.state;
  const value = items ? await visit.evaluate(items) : visit.input;
  const Source = 'STATE_DATA';
  if (Array.isArray(value)) return value.map((Value, Index) => ({ Index, Value, Source }));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).map(([Key, Value], Index) => ({ Index, Key, Value, Source }));
  throw queryError(`'Items' must be an array or an object, got ${JSON.stringify(value)}`, 'Items');
}

function inputOf(visit: Visit<MapState>, item: Item): Promise<unknown> {
  const { itemSelector } = visit.state;
  return itemSelector ? visit.evaluate(itemSelector, { mapItem: item }) : Promise.resolve(item.Value);
}
