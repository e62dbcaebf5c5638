import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Term } from '../../lambda/shared/analysis/settings';

/** Periods of CloudWatch below a minute, which a metric has only when it is written at high resolution. */
const SHORT_PERIODS = [1, 5, 10, 20, 30];

/** A metric or an expression as the function asks for it, with its period in seconds and the region it is in. */
export interface Rendered {
  readonly term: Term;
  readonly period: number;
  readonly region?: string;
}

/** @throws when the metric cannot be asked for */
export function renderTerm(at: string, metric: cloudwatch.IMetric): Rendered {
  const { metricStat: stat, mathExpression: math } = metric.toMetricConfig();
  if (stat) {
    const dimensions = Object.fromEntries((stat.dimensions ?? []).map(({ name, value }) => [name, String(value)]));
    const period = stat.period.toSeconds();
    requirePeriod(at, period);
    return {
      period,
      region: stat.region,
      term: {
        namespace: stat.namespace,
        name: stat.metricName,
        stat: stat.statistic,
        ...(Object.keys(dimensions).length > 0 && { dimensions }),
        ...(stat.account !== undefined && { account: stat.account }),
      },
    };
  }
  if (!math) throw new Error(`${at} is neither a metric nor an expression; give a cloudwatch.Metric or MathExpression`);
  if (/\bSEARCH\s*\(/.test(math.expression)) {
    throw new Error(`${at} searches for metrics, which gives many series; name the metrics instead`);
  }
  const parts = Object.entries(math.usingMetrics).map(
    ([name, one]) => [name, renderTerm(`${at}: '${name}'`, one)] as const,
  );
  if (parts.length === 0) throw new Error(`${at} is an expression of no metric; give 'usingMetrics'`);
  requirePeriod(at, math.period);
  return {
    period: math.period,
    region: math.searchRegion ?? parts.find(([, { region }]) => region !== undefined)?.[1].region,
    term: {
      expression: math.expression,
      using: Object.fromEntries(parts.map(([name, { term }]) => [name, term])),
      ...(math.searchAccount !== undefined && { account: math.searchAccount }),
    },
  };
}

function requirePeriod(at: string, seconds: number): void {
  if (SHORT_PERIODS.includes(seconds) || (seconds % 60 === 0 && seconds > 0 && seconds <= 300)) return;
  throw new Error(
    `${at} has a period of ${seconds} seconds; it must be ${SHORT_PERIODS.join(', ')} seconds for a high-resolution metric, or 1 to 5 whole minutes`,
  );
}
