import { type Colour, otherThan } from './questions';

/** What is sent to each colour now, on whatever scale. */
export type Weights = Readonly<Record<Colour, number>>;

/** Why a release must not begin on these weights; undefined when the live colour has everything. */
export function drift(weights: Weights, live: Colour): string | undefined {
  const idle = otherThan(live);
  if (weights[live] > 0 && weights[idle] === 0) return undefined;
  const total = weights.blue + weights.green;
  const percent = (colour: Colour) => (total === 0 ? 0 : Math.round((100 * weights[colour]) / total));
  return `production is at ${percent('blue')} % on blue and ${percent('green')} % on green, but ${live} is recorded as live and should have all of it; somebody has changed the weights, or a release was killed: 'bluegreen rollback --to ${live}' gives it everything back`;
}
