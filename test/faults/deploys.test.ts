import fc from 'fast-check';
import { stories, tell } from '../fixtures/deploy-story';

// Some twenty to forty stories in virtual time, each with stacks of its own.
jest.setTimeout(90_000);

const STORIES = 40;
const LIMIT_MS = 10_000;

// Not by `fc.assert`: when its time is over it leaves a story that still goes on.
test('deploys that release keep the rules, whatever happens to them', async () => {
  const seed = Date.now() % 1_000_000;
  const until = Date.now() + LIMIT_MS;
  for (const story of fc.sample(stories(), { numRuns: STORIES, seed })) {
    const { violations } = await tell(story);
    expect({ seed, story, violations }).toEqual({ seed, story, violations: [] });
    if (Date.now() > until) break;
  }
});
