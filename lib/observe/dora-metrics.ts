import { createHash } from 'node:crypto';
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { ReleaseMetrics } from './release-metrics';
import type { IReleased } from './released';

/**
 * The four figures by which DORA measures how a team delivers software, derived from the release metrics of one construct.
 *
 * Each is a figure of a period: choose one that holds several releases, such as a week.
 *
 * @see https://dora.dev/guides/dora-metrics-four-keys/
 */
export class DoraMetrics {
  /** The figures of a construct, over periods of this length. */
  public static of(release: IReleased, period: Duration = Duration.days(7)): DoraMetrics {
    return new DoraMetrics(ReleaseMetrics.of(release), release._observe().path, period);
  }

  private constructor(
    private readonly metrics: ReleaseMetrics,
    private readonly construct: string,
    private readonly period: Duration,
  ) {}

  /** How many releases succeeded, per day. */
  public deploymentFrequency(): cloudwatch.MathExpression {
    return this.figure('Deployment frequency (a day)', '86400 * releases / PERIOD(releases)', {
      releases: this.metrics.succeeded({ statistic: 'Sum' }),
    });
  }

  /** Hours from the commit to production. */
  public leadTimeForChanges(): cloudwatch.MathExpression {
    return this.figure('Lead time for changes (hours)', 'lead / 3600', { lead: this.metrics.leadTime() });
  }

  /**
   * Of all releases, the percentage that went back after production traffic had reached them. One that a smoke test stopped before has
   * failed nobody.
   */
  public changeFailureRate(): cloudwatch.MathExpression {
    return this.figure('Change failure rate (%)', '100 * failures / releases', {
      failures: this.metrics.changeFailures(),
      releases: this.metrics.succeeded({ statistic: 'SampleCount' }),
    });
  }

  /** Minutes from the first production traffic on a bad candidate until live had all of it again. */
  public timeToRestore(): cloudwatch.MathExpression {
    return this.figure('Time to restore service (min)', '(detect + back) / 60', {
      detect: this.metrics.timeToDetect(),
      back: this.metrics.timeToRollBack(),
    });
  }

  /** The ids of metric math are those of a whole widget, so the figures of one construct and of another must not share any. */
  private figure(label: string, expression: string, metrics: Record<string, cloudwatch.Metric>) {
    const idOf = (name: string) => `${name}_${this.mark(metrics[name])}`;
    return new cloudwatch.MathExpression({
      label,
      expression: Object.keys(metrics).reduce(
        (text, name) => text.replace(new RegExp(`\\b${name}\\b`, 'g'), idOf(name)),
        expression,
      ),
      usingMetrics: Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [idOf(name), metric])),
      period: this.period,
    });
  }

  private mark(metric: cloudwatch.Metric | undefined): string {
    const which = `${this.construct} ${this.period.toSeconds()} ${metric?.metricName} ${metric?.statistic}`;
    return createHash('sha256').update(which).digest('hex').slice(0, 8);
  }
}
