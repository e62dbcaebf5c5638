import type { Colour } from '../../rehearsal/report';
import type { KillPoint } from '../../rehearsal/services/stepfunctions/stepfunctions';
import type { ReleasedWorld } from '../fixtures/released-world';

/** A place at which an execution can be killed: before or after one of its calls. */
export type Place = Pick<KillPoint, 'call' | 'when' | 'state'>;

/** What is made of a world in which something was killed. */
export interface Ending {
  /** Name of the execution that is killed. */
  readonly victim: (release: string) => string;
  /** Runs until the victim is dead or done; returns its ARN. */
  readonly run: (world: ReleasedWorld, release: string, live: Colour) => Promise<string>;
  /** What a person does then. */
  readonly mend: (world: ReleasedWorld, execution: string, release: string, live: Colour) => Promise<unknown>;
  readonly outcomes: readonly (string | undefined)[];
}

/** An instance that leaves has drained and gone by then, so that the next release begins on a steady colour. */
export const STEADY_AGAIN_MS = 900_000;

/** All places of the first execution of a world, and of a later one; `run` starts it. */
export async function placesOf(world: ReleasedWorld, { run }: Pick<Ending, 'run'>, releases = 2): Promise<Place[][]> {
  const seen: KillPoint[] = [];
  world.aws.stepFunctions.stopAt((point) => {
    seen.push(point);
    return false;
  });
  const all: Place[][] = [];
  for (let round = 0; round < releases; round++) {
    const execution = await run(world, idOf(round), (await world.remains(idOf(round))).live);
    await world.finish(execution);
    await world.settle();
    await world.clock.advance(STEADY_AGAIN_MS);
    all.push(
      seen.flatMap(({ executionArn, call, when, state }) =>
        executionArn === execution ? [{ call, when, state }] : [],
      ),
    );
  }
  world.aws.stepFunctions.stopAt();
  await world.stop();
  return all;
}

/** Before and after the first call of each state: what all places have in common costs too much for every run of the tests. */
export function onePerState(places: readonly Place[]): Place[] {
  const seen = new Set<string>();
  return places.filter(({ state, when }) => seen.size < seen.add(`${when} ${state}`).size);
}

/**
 * Kills one execution after the other, each at its place, and lets each be mended; returns what went wrong, by place. The releases
 * of one world follow each other in both directions; what went wrong does not spoil the next one.
 */
export async function killAtEach(
  places: readonly Place[],
  create: () => Promise<ReleasedWorld>,
  ending: Ending,
): Promise<string[]> {
  const problems: string[] = [];
  let world: ReleasedWorld | undefined;
  for (const [round, place] of places.entries()) {
    world ??= await create();
    const release = idOf(round);
    const found = await killOnce(world, place, release, ending).catch((error: Error) => [error.message]);
    problems.push(...found.map((problem) => `killed ${place.when} call ${place.call} (${place.state}): ${problem}`));
    if (found.length > 0) {
      await world.stop();
      world = undefined;
    }
  }
  await world?.stop();
  return problems;
}

async function killOnce(world: ReleasedWorld, place: Place, release: string, ending: Ending): Promise<string[]> {
  const { live } = await world.remains(release);
  const suffix = `:${ending.victim(release)}`;
  let killedIn: string | undefined;
  world.aws.stepFunctions.stopAt(({ executionArn, call, when, state }) => {
    const isThere = executionArn.endsWith(suffix) && call === place.call && when === place.when;
    if (isThere) killedIn = state;
    return isThere;
  });
  const execution = await ending.run(world, release, live);
  await world.finish(execution);
  world.aws.stepFunctions.stopAt();
  const { status } = world.aws.stepFunctions.execution(execution);
  if (status !== 'ABORTED') return [`it was not killed but ${status}`];
  await ending.mend(world, execution, release, live);
  await world.settle();
  const found = await problemsOf(world, release, live, ending.outcomes);
  await world.clock.advance(STEADY_AGAIN_MS);
  return killedIn === place.state ? found : [`it was killed in ${killedIn} instead`, ...found];
}

/** One live colour with everything and with healthy targets, and nothing that a next release would trip over. */
async function problemsOf(
  world: ReleasedWorld,
  release: string,
  liveBefore: Colour,
  outcomes: readonly (string | undefined)[],
): Promise<string[]> {
  const { live, weights, lock, outcome, endedAt } = await world.remains(release);
  const idle = live === 'blue' ? 'green' : 'blue';
  return [
    ...world.violations.splice(0),
    ...(weights[live] === 100 && weights[idle] === 0 ? [] : [`${live} is live at ${JSON.stringify(weights)}`]),
    ...(world.healthy(live) > 0 ? [] : [`${live} is live without a healthy target`]),
    ...(lock === undefined ? [] : [`the lock is held by ${lock}`]),
    ...(outcomes.includes(outcome) ? [] : [`the outcome is ${outcome}`]),
    ...(outcome === undefined || endedAt !== undefined ? [] : ['the record has no end']),
    ...((outcome === 'succeeded') === (live !== liveBefore) ? [] : [`${outcome}, but ${live} is live`]),
  ];
}

/** Ids sort by their time. */
function idOf(round: number): string {
  return `${new Date(Date.UTC(2026, 10, 21, 6, round)).toISOString().replace(/[-:]|\.\d+/g, '')}-test`;
}
