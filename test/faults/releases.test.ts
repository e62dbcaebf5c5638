import fc from 'fast-check';
import { SEED } from '../fixtures/seed';
import type { World } from '../fixtures/world';
import { type ReleasePlan, releasePlan } from './release-plan';
import { WatchedRelease } from './watched-release';

/**
 * How many random releases (FAULT_RUNS for more, SEED for others), in virtual time. When one fails, fast-check prints the seed and the
 * smallest plan that fails.
 */
const RUNS = Number(process.env.FAULT_RUNS ?? 200);
/** Not for waiting, but for computing: a run takes about 25 ms, on a busy machine several times that. */
const TIMEOUT_MS = Math.max(120_000, RUNS * 500);

const DONE = ['Succeeded', 'Failed', 'Skipped'];

describe('whatever goes wrong in a release', () => {
  test(
    'it ends with exactly one live colour and nothing left over',
    async () => {
      const check = fc.asyncProperty(releasePlan, async (plan) => {
        const release = await WatchedRelease.run(plan);
        try {
          await expectEnded(release);
          await expectNobodyCutOff(release.world);
          if (!release.cannotGoBack) await expectOneLiveColour(release, plan);
        } finally {
          release.world.stop();
        }
      });
      await fc.assert(check, { numRuns: RUNS, seed: SEED });
    },
    TIMEOUT_MS,
  );

  test('the watcher sees a candidate that gets traffic without a healthy target', async () => {
    const plan: ReleasePlan = {
      config: 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes',
      desiredCount: 1,
      bakeMinutes: 0,
      hooks: {},
      faults: [],
    };
    // under this switch AWS would not fail an unsteady replacement while it shifts
    const switches = { 'codedeploy.unsteady-while-shifting': 'ignored' };
    const release = await WatchedRelease.run(
      { ...plan, faults: [{ at: 150, fault: { kind: 'candidate-sick' } }] },
      switches,
    );
    release.world.stop();

    expect(release.violations).toContainEqual(expect.stringMatching(/^the shift went on for \d+ ms without/));
  });
});

/** Nothing hangs: status and events are final, and what must never happen did not. */
async function expectEnded({ world, deploymentId, violations }: WatchedRelease): Promise<void> {
  expect(violations).toEqual([]);
  expect(['Succeeded', 'Failed', 'Stopped']).toContain((await world.deployment(deploymentId)).status);
  const statuses = Object.values(await world.eventStatuses(deploymentId));
  expect(statuses.filter((status) => !DONE.includes(status))).toEqual([]);
}

/** Even where nobody may write a listener any more, a colour that has weight keeps its tasks. */
async function expectNobodyCutOff(world: World): Promise<void> {
  const weights = world.weights();
  expect(weights.blue + weights.green).toBe(100);
  for (const colour of ['blue', 'green'] as const)
    if (weights[colour] > 0) expect(world.elbv2.healthyTargets(world[colour].arn)).not.toEqual([]);
}

async function expectOneLiveColour({ world, deploymentId }: WatchedRelease, plan: ReleasePlan): Promise<void> {
  const { status } = await world.deployment(deploymentId);
  const live = status === 'Succeeded' ? 'green' : 'blue';
  const taskSets = await world.taskSets();

  expect(world.weights()).toEqual({ blue: live === 'blue' ? 100 : 0, green: live === 'green' ? 100 : 0 });
  expect(taskSets).toMatchObject([
    {
      status: 'PRIMARY',
      stabilityStatus: 'STEADY_STATE',
      loadBalancers: [{ targetGroupArn: world[live].arn }],
    },
  ]);
  expect(world.elbv2.healthyTargets(world[live].arn)).toHaveLength(plan.desiredCount);
  expect(world.tasks.count).toBe(plan.desiredCount);
}
