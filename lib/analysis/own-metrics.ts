import type { MetricsSource, Named } from '../../lambda/shared/analysis/settings';
import type { ColourMetric } from './colour-metric';
import { type Rendered, renderTerm } from './render-term';

/** A team's own metrics, rendered. */
export interface OwnMetrics {
  readonly source: MetricsSource;
  readonly regions: { readonly blue?: string; readonly green?: string };
}

/**
 * Renders the parts of one measure for both colours.
 *
 * @throws when a metric cannot be asked for, or the periods are not all the same
 */
export function renderOwnMetrics(name: string, metrics: { readonly [part: string]: ColourMetric }): OwnMetrics {
  const sides = (['blue', 'green'] as const).map((colour) => {
    const parts = Object.entries(metrics).map(
      ([part, metric]) => [part, renderTerm(`'${part}' of measure '${name}' (${colour})`, metric[colour])] as const,
    );
    return { colour, parts };
  });
  const all: Rendered[] = sides.flatMap(({ parts }) => parts.map(([, one]) => one));
  const periods = [...new Set(all.map(({ period }) => period))];
  if (periods.length > 1) {
    throw new Error(
      `the metrics of measure '${name}' have different periods (${periods.join(', ')} s); give all the same`,
    );
  }
  const named = (index: number): Named =>
    Object.fromEntries((sides[index]?.parts ?? []).map(([part, { term }]) => [part, term]));
  const region = (index: number) => sides[index]?.parts.find(([, one]) => one.region !== undefined)?.[1].region;
  return {
    source: { period: periods[0] ?? 60, blue: named(0), green: named(1) },
    regions: { blue: region(0), green: region(1) },
  };
}
