import { type Duration, Token } from 'aws-cdk-lib';
import type { ColdStart, Measure as PlannedMeasure } from '../../lambda/analysis/plan';
import type { Source } from '../../lambda/shared/analysis/settings';
import type {
  CountMeasureOptions,
  CountsOptions,
  MeasureOptions,
  SlowRequestsOptions,
  ValueOptions,
} from './measure-options';
import { roleOf } from './measure-role';
import { type OwnMetrics, renderOwnMetrics } from './own-metrics';

/**
 * One thing that the candidate and live are compared by, over the same minutes.
 *
 * Shares of requests are tested as counts, with the certainty that the numbers give. Values (percentiles, ratios) are compared minute by
 * minute, which takes longer: prefer counts, such as `slowRequests` over `latency`.
 */
export class Measure {
  /** Requests that the target answered with a 5xx code; of a DNS name's load balancer also those that it answered itself. */
  public static serverErrors(options: CountMeasureOptions = {}): Measure {
    return Measure.standard('errors', options, { did: 'failed', share: 16, floor: 0.0005 }, (dimension) =>
      dimension === 'target-group'
        ? { bad: ['HTTPCode_Target_5XX_Count:Sum'], total: [REQUESTS] }
        : {
            bad: ['HTTPCode_Target_5XX_Count:Sum', 'HTTPCode_ELB_5XX_Count:Sum'],
            total: [REQUESTS, 'HTTPCode_ELB_5XX_Count:Sum'],
          },
    );
  }

  /** Requests that the target answered with a 4xx code. Not among the usual measures, because clients cause most of them. */
  public static clientErrors(options: CountMeasureOptions = {}): Measure {
    return Measure.standard('client-errors', options, { did: 'refused', share: 1, floor: 0.0005 }, () => ({
      bad: ['HTTPCode_Target_4XX_Count:Sum'],
      total: [REQUESTS],
    }));
  }

  /** Requests for which the load balancer got no connection to a target: the first sign of a process that crashes. */
  public static connectionErrors(options: CountMeasureOptions = {}): Measure {
    return Measure.standard('connections', options, { did: 'dropped', share: 1, floor: 0.0005 }, () => ({
      bad: ['TargetConnectionErrorCount:Sum'],
      total: [REQUESTS],
    }));
  }

  /** Requests that took longer than a bound, such as the response time that was promised. */
  public static slowRequests(longerThan: Duration, options: SlowRequestsOptions = {}): Measure {
    const { byPercentiles, ...rest } = options;
    const slowerThan = longerThan.toMilliseconds() / 1000;
    if (slowerThan <= 0)
      throw new Error("'longerThan' must be above 0; say what is slow, such as Duration.millis(500)");
    const defaults = { did: 'was slow on', share: 3, floor: 0.005, coldStart: COLD_AND_SLOW };
    return Measure.standard('slow', rest, defaults, () => ({
      slowerThan,
      ...(byPercentiles && { byPercentiles }),
    }));
  }

  /** A percentile of the response time, such as 50, 95 or 99, minute by minute. */
  public static latency(percentile: number, options: MeasureOptions = {}): Measure {
    if (!Token.isUnresolved(percentile) && !(percentile > 0 && percentile < 100)) {
      throw new Error(`'percentile' must be above 0 and below 100, got ${percentile}; the slowest in a hundred is 99`);
    }
    const things = `p${percentile}`;
    const planned = { ...roleOf(things, options), kind: 'value', things, unit: ' s', worse: 'higher' } as const;
    return new Measure(planned, () => ({ value: `TargetResponseTime:p${percentile}` }));
  }

  /** Targets that are unhealthy, out of those that there are, minute by minute. For target groups only. */
  public static unhealthyTargets(options: CountMeasureOptions = {}): Measure {
    return Measure.standard(
      'unhealthy',
      options,
      { did: 'had unhealthy', things: 'targets', share: 1, floor: 0.05 },
      () => ({
        bad: ['UnHealthyHostCount:Minimum'],
        total: ['UnHealthyHostCount:Minimum', 'HealthyHostCount:Maximum'],
      }),
    );
  }

  /**
   * Counts of a team's own: a pair of metrics, or of metric math, for each colour. With a period of 1 to 30 seconds (embedded metric
   * format with `StorageResolution` 1) the analysis looks every 10 seconds, and judges the minute that runs by its periods that have
   * ended. A metric that the app writes by minutes has no shorter period.
   *
   * Each colour needs metrics of its own, and colours take turns in serving: an app finds its colour by the target group that it is registered
   * with (`DescribeTargetHealth`), not by its version.
   *
   * @param name short, unique, such as `orders`
   */
  public static counts(name: string, options: CountsOptions): Measure {
    const { bad, total, did, things, ...rest } = options;
    const rendered = renderOwnMetrics(name, { bad, total });
    return Measure.standard(
      name,
      rest,
      { did: did ?? 'failed', things: things ?? 'requests', share: 1, floor: 0.0005 },
      () => rendered.source,
      rendered,
    );
  }

  /**
   * A number of a team's own, for each colour, with the direction that is worse. It is compared by whole minutes, whatever its period is: what
   * lasts half a minute would otherwise count three times. An `AnalysisRule` may measure it by its own period.
   *
   * @param name short, unique, such as `orders per request`
   */
  public static value(name: string, options: ValueOptions): Measure {
    const { metric, higherIsBetter = false, unit = '', ...rest } = options;
    const rendered = renderOwnMetrics(name, { value: metric });
    const worse = higherIsBetter ? 'lower' : 'higher';
    const planned = { ...roleOf(name, rest), kind: 'value', things: name, unit, worse } as const;
    return new Measure(planned, () => rendered.source, rendered);
  }

  private static standard(
    name: string,
    { floor, ...options }: CountMeasureOptions,
    defaults: Defaults,
    sourceOf: (dimension: Dimension) => Source,
    rendered?: OwnMetrics,
  ): Measure {
    const planned = {
      ...roleOf(name, options),
      kind: 'counts',
      things: 'requests',
      ...defaults,
      ...(floor && { floor: floor.value / 100 }),
    } as const;
    return new Measure(planned, sourceOf, rendered);
  }

  private constructor(
    /** @internal */
    public readonly _planned: PlannedMeasure,
    /** @internal */
    public readonly _sourceOf: (dimension: Dimension) => Source,
    /** @internal */
    public readonly _own?: OwnMetrics,
  ) {}

  /** @internal */
  public get _needsLoadBalancer(): boolean {
    return this._own === undefined;
  }
}

/** What CloudWatch's dimensions of a colour are those of. */
export type Dimension = 'target-group' | 'load-balancer';

interface Defaults {
  readonly did: string;
  readonly things?: string;
  readonly share: number;
  readonly floor: number;
  readonly coldStart?: ColdStart;
}

const COLD_AND_SLOW: ColdStart = { seconds: 60, ratio: 20, credit: 1 };
const REQUESTS = 'RequestCount:Sum';
