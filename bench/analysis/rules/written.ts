import { Analysis } from '../../../lib/analysis/analysis';
import { AnalysisRule } from '../../../lib/analysis/analysis-rule';
import { Measure } from '../../../lib/analysis/measure';
import type { Rule } from '../rule';
import { ours } from './ours';

const P99 = Measure.latency(99);
const ERRORS = Measure.serverErrors({ muted: true });
const MUTED_P99 = Measure.latency(99, { muted: true });

/**
 * What teams write with this package beside its comparison or instead of it: fixed rules, which are measured every minute and may fail twice, and a percentile
 * compared minute by minute. The simulation has no p95; where all response times grow alike, p99 grows as much.
 */
export const WRITTEN: readonly Rule[] = [
  written('success 0.99, p99 0.5 s', [
    AnalysisRule.candidate(ERRORS, { atMost: 0.01 }),
    AnalysisRule.candidate(MUTED_P99, { atMost: 0.5 }),
  ]),
  written('errors 20 % above live, p99 twice', [
    AnalysisRule.ratioToLive(ERRORS, { atMost: 1.2 }),
    AnalysisRule.ratioToLive(MUTED_P99, { atMost: 2 }),
  ]),
  { ...ours(Analysis.of([P99])._render('target-group').plan), name: 'p99 compared with live' },
];

function written(name: string, rules: AnalysisRule[]): Rule {
  return { ...ours(Analysis.of([ERRORS, MUTED_P99], { rules })._render('target-group').plan), name };
}
