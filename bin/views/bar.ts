import type { Colour } from '../../rehearsal/report';
import type { Paint } from './paint';

/** Weights as a bar: blue from the left, green from the right. */
export function weightBar(weights: Readonly<Record<Colour, number>>, width: number, paint: Paint): string {
  const sum = weights.blue + weights.green;
  const blue = sum === 0 ? 0 : Math.round((width * weights.blue) / sum);
  // A share that is there at all is seen.
  const shown = Math.min(weights.green > 0 ? width - 1 : width, Math.max(weights.blue > 0 ? 1 : 0, blue));
  if (sum === 0) return paint.dim('·'.repeat(width));
  return paint.blue('█'.repeat(shown)) + paint.green('░'.repeat(width - shown));
}
