import { Analysis } from '../../../lib/analysis/analysis';
import { AnalysisRule } from '../../../lib/analysis/analysis-rule';
import { Measure } from '../../../lib/analysis/measure';
import type { Rule } from '../rule';
import { ours } from './ours';

const ERRORS = Measure.serverErrors({ muted: true });
const P95 = Measure.latency(95, { muted: true });
const P99 = Measure.latency(99, { muted: true });

/**
 * What teams write with this package beside its comparison or instead of it: fixed rules, which are measured every minute and may fail twice, and percentiles
 * compared minute by minute.
 */
export const WRITTEN: readonly Rule[] = [
  written('success 0.99, p99 0.5 s', [
    AnalysisRule.candidate(ERRORS, { atMost: 0.01 }),
    AnalysisRule.candidate(P99, { atMost: 0.5 }),
  ]),
  written('errors 20 % above live, p99 twice', [
    AnalysisRule.ratioToLive(ERRORS, { atMost: 1.2 }),
    AnalysisRule.ratioToLive(P99, { atMost: 2 }),
  ]),
  written('p95 20 % above live', [AnalysisRule.ratioToLive(P95, { atMost: 1.2 })]),
  written('p95 twice live', [AnalysisRule.ratioToLive(P95, { atMost: 2 })]),
  compared(50),
  compared(95),
  compared(99),
];

function written(name: string, rules: AnalysisRule[]): Rule {
  return { ...ours(Analysis.of([ERRORS, P95, P99], { rules })._render('target-group').plan), name };
}

function compared(percentile: number): Rule {
  const { plan } = Analysis.of([Measure.latency(percentile)])._render('target-group');
  return { ...ours(plan), name: `p${percentile} compared with live` };
}
