import type { Scene } from './scene';

const RATES = [1, 10, 100, 1000];
const ERRORS = [0.001, 0.01, 0.02, 0.05];

interface Kind {
  readonly name: string;
  readonly day: Scene['day'];
  readonly coldStart: boolean;
}

const KINDS: readonly Kind[] = [
  { name: 'candidate = live', day: 'calm', coldStart: false },
  { name: 'bursts', day: 'bursts', coldStart: false },
  { name: 'daily rise', day: 'rise', coldStart: false },
  { name: 'overdispersed', day: 'clumps', coldStart: false },
  { name: 'cold start', day: 'calm', coldStart: true },
];

/** The candidate is as good as live. */
export const HEALTHY: readonly Scene[] = KINDS.flatMap(({ name, day, coldStart }) =>
  ERRORS.flatMap((errors) =>
    RATES.map((requestsPerSecond) => ({
      name: `${name}, ${percent(errors)}, ${requestsPerSecond}/s`,
      requestsPerSecond,
      errors,
      day,
      coldStart,
    })),
  ),
);

const calm = { day: 'calm', coldStart: false, requestsPerSecond: 100, errors: 0.001 } as const;

/** Something is wrong with the candidate. Each has its healthy twin: the same without the regression. */
export const REGRESSIONS: readonly Scene[] = [
  { ...calm, name: '.1 -> .5 %', regression: { errors: () => 0.005 } },
  { ...calm, name: '.1 -> 1 %', regression: { errors: () => 0.01 } },
  { ...calm, name: '.5 -> 2 %', errors: 0.005, regression: { errors: () => 0.02 } },
  { ...calm, name: '1 -> 2 %', errors: 0.01, regression: { errors: () => 0.02 } },
  { ...calm, name: '.1 -> 30 %', regression: { errors: () => 0.3 } },
  { ...calm, name: 'sparse: .5/s, .1 -> 20 %', requestsPerSecond: 0.5, regression: { errors: () => 0.2 } },
  { ...calm, name: 'latency +20 %', regression: { slower: () => 1.2 } },
  { ...calm, name: 'latency +50 %', regression: { slower: () => 1.5 } },
  { ...calm, name: 'latency 2x', regression: { slower: () => 2 } },
  { ...calm, name: 'bimodal: 10 % take 5x', regression: { bimodal: 0.1 } },
  {
    ...calm,
    name: 'leak over 40 min: to 5 %, 2x',
    regression: { errors: (seconds) => 0.001 + 0.049 * grown(seconds), slower: (seconds) => 1 + grown(seconds) },
  },
  // 3 % of the requests go to the endpoint, and 40 % of them fail.
  { ...calm, name: 'one endpoint: .1 -> 1.3 %', regression: { errors: () => 0.001 + 0.03 * 0.4 } },
  { ...calm, name: 'from 50 % on: .1 -> 5 %', regression: { errors: (_, weight) => (weight >= 0.5 ? 0.05 : 0.001) } },
];

export function twin(scene: Scene): Scene {
  const { regression: _, ...healthy } = scene;
  return { ...healthy, name: `twin of ${scene.name}` };
}

function grown(seconds: number): number {
  return Math.max(0, Math.min(1, seconds / 2400));
}

function percent(share: number): string {
  return `${share * 100} %`;
}
