import fc from 'fast-check';
import { stories, tell } from '../fixtures/deploy-story';
import { SEED } from '../fixtures/seed';

// In virtual time, each with stacks of its own; the limit is for the slowest machine.
jest.setTimeout(120_000);

const STORIES = 20;

test('deploys that release keep the rules, whatever happens to them', async () => {
  for (const story of fc.sample(stories(), { numRuns: STORIES, seed: SEED })) {
    const { violations } = await tell(story);
    expect({ seed: SEED, story, violations }).toEqual({ seed: SEED, story, violations: [] });
  }
});
