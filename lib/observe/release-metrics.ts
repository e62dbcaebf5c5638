import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName } from '../../lambda/release-report/environment';
import { ReleaseReport } from './release-report';
import type { IReleased } from './released';

/**
 * The metrics of the releases of one construct, in the namespace `CdkBlueGreen` with the dimension `Construct`. They are written once, when
 * a release ends, at the time of its end. For graphs and for alarms of your own.
 */
export class ReleaseMetrics {
  /** The metrics of a construct; makes the function that writes them, where nobody has yet. */
  public static of(release: IReleased): ReleaseMetrics {
    return new ReleaseMetrics(ReleaseReport.of(release).path);
  }

  private constructor(private readonly construct: string) {}

  /** 1 at the start of a release. */
  public started(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Started', 'Sum', options);
  }

  /** Seconds from the start of a release to its end, the wait for a person and the bake included. */
  public duration(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('DurationSeconds', 'Average', options);
  }

  /** Seconds from the first production traffic on the candidate until it had all of it; of releases that succeeded. */
  public cutover(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('CutoverSeconds', 'Average', options);
  }

  /** 1 for a release that succeeded, 0 for one that went back. */
  public succeeded(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Succeeded', 'Average', options);
  }

  /** 1 for a release that went back, 0 for one that succeeded. */
  public rolledBack(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('RolledBack', 'Average', options);
  }

  /** 1 for a release that went back after production traffic had reached the candidate, 0 for every other one. */
  public changeFailures(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ChangeFailure', 'Sum', options);
  }

  /** Seconds from the first production traffic on the candidate to the decision to go back. */
  public timeToDetect(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('DetectSeconds', 'Average', options);
  }

  /** Seconds from the decision to go back until live had all production traffic again. */
  public timeToRollBack(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('RollbackSeconds', 'Average', options);
  }

  /** Seconds from the commit until all production traffic was on the candidate; where `--commit-time` was given. */
  public leadTime(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('LeadSeconds', 'Average', options);
  }

  private metric(metricName: MetricName, statistic: string, options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return new cloudwatch.Metric({
      period: Duration.minutes(5),
      statistic,
      ...options,
      namespace: 'CdkBlueGreen',
      metricName,
      dimensionsMap: { Construct: this.construct },
    });
  }
}
