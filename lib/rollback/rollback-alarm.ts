import { Duration, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { requireWholeBetween } from '../private/range-checks';
import { type ColourDimensions, colourMetric, loadBalancerMetric } from './colour-metrics';
import type { Percent } from './percent';

/** How many minutes must be bad before an alarm fires. */
export interface RollbackAlarmOptions {
  /**
   * Minutes that are looked at, 1 to 60.
   *
   * @default 3
   */
  readonly evaluationPeriods?: number;

  /**
   * How many of these minutes must be bad, from 1 to `evaluationPeriods`.
   *
   * @default - 2, or `evaluationPeriods` if that is less
   */
  readonly datapointsToAlarm?: number;
}

/** When the share of failed requests is too high. */
export interface ErrorRateAlarmOptions extends RollbackAlarmOptions {
  /** More than this share of a minute's requests answered by the target with a 5xx code is bad. */
  readonly threshold: Percent;

  /**
   * Requests that a minute must have to be judged; a quieter minute is not bad. For services with little traffic, where one
   * error is already a large share.
   *
   * @default 1
   */
  readonly minimumRequests?: number;
}

/** When requests take too long. */
export interface LatencyAlarmOptions extends RollbackAlarmOptions {
  /** Which percentile of a minute's response times is looked at, above 0 and below 100, such as 99 or 99.9. */
  readonly percentile: number;

  /** More than this is bad. */
  readonly threshold: Duration;
}

/** When connections to targets fail, as they do when the process behind them has crashed. */
export interface ConnectionErrorsAlarmOptions extends RollbackAlarmOptions {
  /** More than this number of failed connections in a minute is bad. */
  readonly threshold: number;
}

/** When the load balancer itself answers with errors, because it has nobody to send to or gets no answer. */
export interface LoadBalancerErrorsAlarmOptions extends RollbackAlarmOptions {
  /** More than this number of 5xx answers of the load balancer's own in a minute is bad. */
  readonly threshold: number;
}

/** When too many targets are unhealthy. */
export interface UnhealthyHostsAlarmOptions extends RollbackAlarmOptions {
  /** That many unhealthy targets, or more, for the whole of a minute are bad. */
  readonly threshold: number;
}

type Define = (scope: Construct, colours: ColourDimensions[]) => cloudwatch.IAlarm[];

/**
 * An alarm that sends a release back while it is fired, from the first minute of the release to the end of its bake.
 *
 * The ready-made kinds but `loadBalancerErrors` make two CloudWatch alarms, one for each colour, because the colours swap their
 * roles with every release and each must be judged on its own requests. Periods are one minute, and a minute without data is never bad.
 */
export class RollbackAlarm {
  /** Fires when the target group's own answers have too many 5xx codes. */
  public static errorRate(options: ErrorRateAlarmOptions): RollbackAlarm {
    requireWholeBetween('minimumRequests', options.minimumRequests, 1, 1_000_000);
    return RollbackAlarm.perColour('ErrorRate', options, (colour) => ({
      metric: errorRate(colour, options.minimumRequests ?? 1),
      threshold: options.threshold.value,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      meaning: `more than ${options.threshold.value} % of the answers are 5xx`,
    }));
  }

  /** Fires when a percentile of the response time is too high. */
  public static latency(options: LatencyAlarmOptions): RollbackAlarm {
    const { percentile, threshold } = options;
    if (!Token.isUnresolved(percentile) && !(percentile > 0 && percentile < 100)) {
      throw new Error(`'percentile' must be above 0 and below 100, got ${percentile}; the slowest in a hundred is 99`);
    }
    return RollbackAlarm.perColour(`LatencyP${`${percentile}`.replace('.', '_')}`, options, (colour) => ({
      metric: colourMetric(colour, 'TargetResponseTime', `p${percentile}`),
      threshold: threshold.toMilliseconds() / 1000,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      meaning: `p${percentile} of the response time is above ${threshold.toHumanString()}`,
    }));
  }

  /**
   * Fires when connections to targets fail.
   *
   * A crashed target answers nothing, so it has no 5xx of its own: users get the load balancer's 502, which CloudWatch
   * does not count by colour. The failed connections it does.
   */
  public static connectionErrors(options: ConnectionErrorsAlarmOptions): RollbackAlarm {
    requireWholeBetween('threshold', options.threshold, 0, 1_000_000);
    return RollbackAlarm.perColour('ConnectionErrors', options, (colour) => ({
      metric: colourMetric(colour, 'TargetConnectionErrorCount', 'Sum'),
      threshold: options.threshold,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      meaning: `more than ${options.threshold} connections to targets failed in a minute`,
    }));
  }

  /**
   * Fires when the load balancer itself answers with 5xx codes: 502, 503 and 504.
   *
   * A candidate that crashes and is started again and again leaves its target group without a target: users get 503, and
   * neither the 5xx rate nor the failed connections of that group show it. CloudWatch counts these answers for the whole load
   * balancer only, so this is one alarm for both colours, and on a shared load balancer for every other service too.
   */
  public static loadBalancerErrors(options: LoadBalancerErrorsAlarmOptions): RollbackAlarm {
    requireWholeBetween('threshold', options.threshold, 0, 1_000_000);
    const define = alarmDefinition(options);
    return new RollbackAlarm((scope, [{ loadBalancer }]) => [
      define(scope, 'LoadBalancerErrors', {
        metric: loadBalancerMetric(loadBalancer, 'HTTPCode_ELB_5XX_Count', 'Sum'),
        threshold: options.threshold,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        meaning: `more than ${options.threshold} requests in a minute got a 5xx of the load balancer itself`,
      }),
    ]);
  }

  /** Fires when targets stay unhealthy. */
  public static unhealthyHosts(options: UnhealthyHostsAlarmOptions): RollbackAlarm {
    requireWholeBetween('threshold', options.threshold, 1, 1000);
    return RollbackAlarm.perColour('UnhealthyHosts', options, (colour) => ({
      // The minimum of a minute: a target that was unhealthy for a moment only does not count.
      metric: colourMetric(colour, 'UnHealthyHostCount', 'Minimum'),
      threshold: options.threshold,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      meaning: `${options.threshold} or more targets are unhealthy`,
    }));
  }

  /** Any alarm of the team's own. It must cover both colours, or something that has no colour. */
  public static fromAlarm(alarm: cloudwatch.IAlarm): RollbackAlarm {
    return new RollbackAlarm(() => [alarm], false);
  }

  private static perColour(id: string, options: RollbackAlarmOptions, render: (colour: ColourDimensions) => Judgement) {
    const define = alarmDefinition(options);
    return new RollbackAlarm((scope, colours) =>
      colours.map((colour) => {
        const { meaning, ...judgement } = render(colour);
        const name = colour.colour.toLowerCase();
        return define(scope, `${id}${colour.colour}`, { ...judgement, meaning: `${meaning}, on ${name}` });
      }),
    );
  }

  private constructor(
    /** @internal */
    public readonly _define: Define,
    /** @internal */
    public readonly _needsTargetGroups = true,
  ) {}
}

interface Judgement {
  readonly metric: cloudwatch.IMetric;
  readonly threshold: number;
  readonly comparisonOperator: cloudwatch.ComparisonOperator;
  readonly meaning: string;
}

/** Checks how many minutes must be bad, and gives what makes an alarm of it. */
function alarmDefinition(options: RollbackAlarmOptions) {
  const evaluationPeriods = options.evaluationPeriods ?? 3;
  requireWholeBetween('evaluationPeriods', evaluationPeriods, 1, 60);
  requireWholeBetween('datapointsToAlarm', options.datapointsToAlarm, 1, evaluationPeriods);
  const datapointsToAlarm = options.datapointsToAlarm ?? Math.min(2, evaluationPeriods);

  return (scope: Construct, id: string, { meaning, ...judgement }: Judgement): cloudwatch.IAlarm => {
    if (scope.node.tryFindChild(id)) {
      throw new Error(`'${scope.node.path}' has a rollback alarm '${id}' already; keep one of the two`);
    }
    return new cloudwatch.Alarm(scope, id, {
      ...judgement,
      evaluationPeriods,
      datapointsToAlarm,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      alarmDescription: `Rolls a release back: ${meaning}`,
    });
  };
}

/**
 * A minute without an error has no point in the count of errors, hence FILL. Should FILL find no point at all to start from, the
 * rate has no point either, which is right: then there was no error, and a missing point is never bad.
 */
function errorRate(colour: ColourDimensions, minimumRequests: number): cloudwatch.IMetric {
  const rate = '100 * FILL(errors, 0) / requests';
  return new cloudwatch.MathExpression({
    label: `5xx rate on ${colour.colour.toLowerCase()} (%)`,
    expression: minimumRequests === 1 ? rate : `IF(requests >= ${minimumRequests}, ${rate}, 0)`,
    period: Duration.minutes(1),
    usingMetrics: {
      errors: colourMetric(colour, 'HTTPCode_Target_5XX_Count', 'Sum'),
      requests: colourMetric(colour, 'RequestCount', 'Sum'),
    },
  });
}
