import { deepEqual, notEqual } from 'node:assert/strict';
import type { Ending } from './kill-points';

/** A release that is killed. */
export const RELEASE: Pick<Ending, 'victim' | 'run'> = {
  victim: (release) => release,
  run: async (world, release) => {
    const execution = await world.start(release);
    await world.finish(execution);
    return execution;
  },
};

/** It goes on where it was. */
export const REDRIVEN: Ending = {
  ...RELEASE,
  mend: async (world, executionArn) => {
    await world.call('states', 'RedriveExecution', { executionArn });
    await world.finish(executionArn);
  },
  outcomes: ['succeeded'],
};

/** Somebody gives it up. */
export const ROLLED_BACK: Ending = {
  ...RELEASE,
  mend: (world, _execution, release, live) => world.rollBack(release, live),
  // Killed before it had written its record, it never began.
  outcomes: ['rolled-back', undefined],
};

/** A rollback in the middle of the shift. */
export const ROLLBACK: Ending = {
  victim: (release) => `${release}-back-1`,
  run: async (world, release, live) => {
    await world.finish(await world.start(release), () => world.isShifting());
    return world.rollBack(release, live);
  },
  mend: async (world, executionArn) => world.call('states', 'RedriveExecution', { executionArn }),
  outcomes: ['rolled-back'],
};

/** Killed, rolled back, and redriven all the same: what was found out before must not be acted on any more. */
export const REVIVED: Ending = {
  ...RELEASE,
  mend: async (world, executionArn, release, live) => {
    await world.finish(await world.rollBack(release, live));
    await world.call('states', 'RedriveExecution', { executionArn });
  },
  // Killed before it had written its record, there was nothing to roll back.
  outcomes: ['rolled-back', 'succeeded', undefined],
};

/** Redriven after another release has followed, which is live then; that one is rolled back at the end. */
export const REVIVED_LATE: Ending = {
  ...REVIVED,
  mend: async (world, executionArn, release, live) => {
    await world.finish(await world.rollBack(release, live));
    const next = `${release}-next`;
    await world.finish(await world.start(next));
    await world.settle();
    const between = await world.remains(next);
    await world.call('states', 'RedriveExecution', { executionArn });
    await world.settle();
    deepEqual(await world.remains(next), between);
    notEqual(world.healthy(between.live), 0);
    await world.finish(await world.rollBack(next, live));
  },
};

const RETIREMENT: Pick<Ending, 'victim' | 'run'> = {
  victim: (release) => `${release}-retire`,
  run: async (world, release) => {
    await world.finish(await world.start(release));
    const retirement = world.aws.stepFunctions.executions.find(({ name }) => name === `${release}-retire`);
    if (!retirement) throw new Error(`release ${release} has begun no retirement`);
    await world.finish(retirement.arn);
    return retirement.arn;
  },
};

/** The previous colour is scaled down a while after its release. */
export const RETIRED: Ending = { ...RETIREMENT, mend: REDRIVEN.mend, outcomes: ['succeeded'] };

/** The previous colour is wanted again before that has been mended. */
export const RETIREMENT_REVIVED: Ending = { ...RETIREMENT, mend: REVIVED.mend, outcomes: ['rolled-back'] };

/** A rollback after all is over, so that the previous colour has to be brought up first. */
export const BACK_FROM_ZERO: Ending = {
  ...ROLLBACK,
  run: async (world, release, live) => {
    await world.finish(await world.start(release));
    await world.settle();
    await world.clock.advance(900_000);
    return world.rollBack(release, live);
  },
};
