import fc from 'fast-check';
import { type Deploy, type Step, type Story, stories } from '../fixtures/deploy-stories';
import { tell } from '../fixtures/deploy-story';
import { SEED } from '../fixtures/seed';

const STORIES = 20;

test('deploys that release keep the rules, whatever happens to them', async () => {
  for (const story of fc.sample(stories(), { numRuns: STORIES, seed: SEED })) {
    const { violations } = await tell(story);
    expect({ seed: SEED, story, violations }).toEqual({ seed: SEED, story, violations: [] });
  }
});

const step = (fields: Pick<Deploy, 'version'> & Partial<Deploy>): Step => ({
  ...{ kind: 'deploy', fate: 'good', next: 'quiet', both: false },
  ...fields,
});

/** Orders that broke a rule once. */
const BROKEN: Readonly<Record<string, Omit<Story, 'resourceStatus'>>> = {
  'a request that comes when its update was cancelled restored a version too old': {
    workload: 'dns',
    waits: 'baked',
    twice: true,
    revisions: false,
    steps: [
      step({ version: 'v3' }),
      step({ version: 'v2' }),
      step({ version: 'v3', trouble: { seconds: 990 }, cancelAfter: 932, lateBy: 1_427 }),
    ],
  },
  'a request whose update fails while it looks restored a version too old': {
    workload: 'asg',
    waits: 'shifted',
    twice: false,
    revisions: false,
    steps: [step({ version: 'v2' }), step({ version: 'v1', trouble: { seconds: 3 } })],
  },
  'a request that came late was not answered within the hour': {
    workload: 'ecs',
    waits: 'baked',
    twice: false,
    revisions: false,
    steps: [step({ version: 'v2', fate: 'sick', lateBy: 1_480 })],
  },
  'a DNS name whose release had ended went back to a target that did not answer': {
    workload: 'dns',
    waits: 'baked',
    twice: false,
    revisions: false,
    steps: [
      step({ version: 'v2', trouble: 'afterwards', sickens: { role: 'live', after: 300, lasts: 20_000 } }),
      step({ version: 'v3' }),
    ],
  },
  'a request of an update before was taken for that of the update that ran': {
    workload: 'asg',
    waits: 'baked',
    twice: false,
    revisions: false,
    steps: [
      step({ version: 'v3', trouble: 'afterwards', cancelAfter: 668, lateBy: 1_382 }),
      step({ version: 'v2', trouble: 'afterwards', lateBy: 859 }),
    ],
  },
  'the release of a request that was still to be answered was not taken back': {
    workload: 'asg',
    waits: 'shifted',
    twice: false,
    revisions: false,
    steps: [
      step({ version: 'v3', trouble: { seconds: 336 }, lateBy: 1_338 }),
      step({ version: 'v3', trouble: 'afterwards', lateBy: 411 }),
    ],
  },
  'a DNS target that fell sick in the bake was released': {
    workload: 'dns',
    waits: 'baked',
    twice: false,
    revisions: false,
    steps: [step({ version: 'v2', sickens: { role: 'idle', after: 400, lasts: 20_000 } })],
  },
  'a stack went back without a release that had just succeeded and held its lock still': {
    workload: 'asg',
    waits: 'baked',
    twice: false,
    revisions: false,
    steps: [
      step({ version: 'v2', fate: 'fails-in-shift', trouble: 'afterwards', lateBy: 379 }),
      step({ version: 'v3', lateBy: 797 }),
      step({ version: 'v1', trouble: { seconds: 513 } }),
    ],
  },
  'a revision that makes its instances sick got production traffic': {
    workload: 'asg',
    waits: 'start',
    twice: true,
    revisions: true,
    steps: [step({ version: 'v3', fate: 'sick' })],
  },
};

test.each(Object.entries(BROKEN))('no more: %s', async (_name, story) => {
  for (const resourceStatus of ['late', 'at-once'] as const)
    expect((await tell({ ...story, resourceStatus })).violations).toEqual([]);
});

test('a changed CodeDeploy revision is released by its deploy, and again when it comes back', async () => {
  const steps = [step({ version: 'v2' }), step({ version: 'v1' })];
  const story: Story = {
    ...{ workload: 'asg', waits: 'baked', twice: false, revisions: true, resourceStatus: 'late' },
    steps,
  };
  const told = await tell(story);
  expect(told).toMatchObject({ violations: [], statuses: { UPDATE_COMPLETE: 2 } });
});
