import { Duration, Token } from 'aws-cdk-lib';
import type { Plan, Measure as PlannedMeasure } from '../../lambda/analysis/plan';
import type { AnalysisSettings, MetricsSource, Source } from '../../lambda/shared/analysis/settings';
import { requireSecondsBetween, requireWholeBetween } from '../private/range-checks';
import type { AnalysisOptions, TargetAnalysisOptions } from './analysis-options';
import { InconclusiveAction } from './inconclusive-action';
import { type Dimension, Measure } from './measure';
import { requireRatio } from './measure-role';

/** What the settings say of the analysis itself, whatever it is used for. */
export type RenderedAnalysis = Pick<
  AnalysisSettings,
  'plan' | 'sources' | 'requests' | 'lookSeconds' | 'doubt' | 'blind'
>;

/** A measure with a shorter period than a minute is worth looking sooner. */
const SHORT_LOOK_SECONDS = 10;
const LOOK_SECONDS = 30;
/** CloudWatch has shown a minute four minutes late (aws-facts 5.5). */
const SETTLE_SECONDS = 240;

/**
 * Judges a release by comparing the candidate with live over the same minutes, from the first traffic to the end of the bake, and sends it
 * back when it is certain enough that the candidate is worse. What it saw, how certain it was and why it decided is in the record of the
 * release.
 *
 * The test is sequential: it may be looked at as often as one likes, and the bound on false rollbacks holds for the whole release. Bad
 * minutes that hit both colours send nothing back.
 */
export class Analysis {
  /**
   * Compares what the load balancer measures: failed requests, dropped connections, requests slower than a second. For most services this is
   * all there is to say.
   */
  public static ofTargets(options: TargetAnalysisOptions = {}): Analysis {
    const { slowerThan = Duration.seconds(1), measures = [], ...rest } = options;
    const usual = [Measure.serverErrors(), Measure.slowRequests(slowerThan), Measure.connectionErrors()];
    const names = measures.map(({ _planned }) => _planned.name);
    return new Analysis([...usual.filter(({ _planned }) => !names.includes(_planned.name)), ...measures], rest);
  }

  /** Compares by these measures only. */
  public static of(measures: Measure[], options: AnalysisOptions = {}): Analysis {
    return new Analysis(measures, options);
  }

  private constructor(
    /** @internal */
    public readonly _measures: Measure[],
    /** @internal */
    public readonly _options: AnalysisOptions,
  ) {
    validate(_measures, _options);
  }

  /** @internal */
  public _render(dimension: Dimension): RenderedAnalysis {
    const { _options: options, _measures: measures } = this;
    const seconds = (duration: Duration | undefined, without: number) => duration?.toSeconds() ?? without;
    const own = measures.map(({ _own }) => _own?.source);
    const counted = own.find((source) => source !== undefined && 'total' in source.blue);
    const plan: Plan = {
      falseRollbacks: (options.falseRollbacks?.value ?? 0.1) / 100,
      toleratedRatio: options.toleratedRatio ?? 1.2,
      minimumRequests: options.minimumRequests ?? 100,
      coldStart: { seconds: seconds(options.coldStart, 60), ratio: options.coldStartRatio ?? 4, credit: 50 },
      settleSeconds: SETTLE_SECONDS,
      noCandidateTrafficSeconds: seconds(options.noCandidateTraffic, 360),
      noLiveTraffic: {
        seconds: seconds(options.liveWithoutTraffic, 900),
        action: options.liveWithoutTrafficAction ?? InconclusiveAction.FAIL,
      },
      dryRun: options.dryRun ?? false,
      measures: measures.map(({ _planned }) => withColdStart(_planned, options.coldStart)),
      rules: (options.rules ?? []).map(({ _rule }) => _rule),
    };
    const isShort = own.some((source) => source !== undefined && source.period < 60);
    return {
      plan,
      sources: Object.fromEntries(
        measures.map((measure): [string, Source] => [measure._planned.name, measure._sourceOf(dimension)]),
      ),
      // Where nothing of a load balancer is measured, what is counted tells how many requests there were.
      ...(!this._needsLoadBalancer && counted && { requests: totalsOf(counted) }),
      lookSeconds: seconds(options.lookEvery, isShort ? SHORT_LOOK_SECONDS : LOOK_SECONDS),
      doubt: { seconds: seconds(options.patience, 600), action: options.inDoubt ?? InconclusiveAction.PASS },
      blind: { seconds: seconds(options.blindTimeout, 600), action: options.blindAction ?? InconclusiveAction.FAIL },
    };
  }

  /**
   * Whether a measure comes from the load balancer of a colour.
   *
   * @internal
   */
  public get _needsLoadBalancer(): boolean {
    return this._measures.some((measure) => measure._needsLoadBalancer);
  }
}

/** A cold candidate is slow more than anything else, so slow requests have a ratio of their own, for the same time. */
function withColdStart(planned: PlannedMeasure, coldStart: Duration | undefined): PlannedMeasure {
  if (planned.kind !== 'counts' || planned.coldStart === undefined || coldStart === undefined) return planned;
  return { ...planned, coldStart: { ...planned.coldStart, seconds: coldStart.toSeconds() } };
}

function totalsOf({ period, blue, green }: MetricsSource): MetricsSource {
  return { period, blue: { total: blue.total }, green: { total: green.total } };
}

function validate(measures: Measure[], options: AnalysisOptions): void {
  const names = measures.map(({ _planned }) => _planned.name);
  if (names.length === 0) throw new Error("'measures' is empty; give at least one, or use Analysis.ofTargets()");
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new Error(`there are two measures '${twice}'; keep one of them, or name them differently`);
  if (measures.every(({ _planned }) => _planned.role === 'muted') && !options.rules?.length && !options.dryRun) {
    throw new Error("all measures are muted, so nothing could ever send a release back; set 'dryRun' if that is meant");
  }
  const { falseRollbacks, rules = [] } = options;
  if (
    falseRollbacks &&
    !Token.isUnresolved(falseRollbacks.value) &&
    !(falseRollbacks.value > 0 && falseRollbacks.value <= 10)
  ) {
    throw new Error(
      `'falseRollbacks' must be above 0 and at most 10 percent, got ${falseRollbacks.value}; one release in a thousand is Percent.of(0.1)`,
    );
  }
  requireRatio("'toleratedRatio'", options.toleratedRatio);
  requireRatio("'coldStartRatio'", options.coldStartRatio);
  requireWholeBetween('minimumRequests', options.minimumRequests, 1, 1_000_000);
  requireSecondsBetween('coldStart', options.coldStart, 0, 600);
  requireSecondsBetween(
    'noCandidateTraffic',
    options.noCandidateTraffic,
    240,
    3_600,
    'CloudWatch shows requests up to four minutes late',
  );
  requireSecondsBetween(
    'liveWithoutTraffic',
    options.liveWithoutTraffic,
    240,
    86_400,
    'CloudWatch shows requests up to four minutes late',
  );
  requireSecondsBetween('patience', options.patience, 0, 86_400);
  requireSecondsBetween('blindTimeout', options.blindTimeout, 60, 86_400);
  requireSecondsBetween('lookEvery', options.lookEvery, 10, 300);
  for (const { _rule, _measure } of rules) {
    if (_measure === undefined || measures.includes(_measure)) continue;
    if (names.includes(_measure._planned.name)) continue;
    throw new Error(
      `rule '${_rule.name}' is about measure '${_measure._planned.name}', which is not analysed; add it to 'measures'`,
    );
  }
  const ruleNames = rules.map(({ _rule }) => _rule.name);
  const same = ruleNames.find((name, index) => ruleNames.indexOf(name) !== index);
  if (same !== undefined) throw new Error(`there are two rules '${same}'; give one of them another 'name'`);
}
