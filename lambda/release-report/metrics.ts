import type { MetricName, Report } from './environment';

/** What the metrics of a release follow from. */
export type Facts = Omit<Report, 'metrics'>;

/** The namespace of all metrics of this package. */
const NAMESPACE = 'CdkBlueGreen';

/**
 * The metrics that a phase adds; none for those between the start and the end, and none for a refusal, which has changed nothing.
 *
 * `Succeeded` and `RolledBack` are both written at each end, so that their averages are shares. A release that goes back after it had
 * succeeded is written as gone back only: it was counted when it succeeded.
 */
export function metricsOf(facts: Facts, succeededBefore: boolean): Partial<Record<MetricName, number>> {
  switch (facts.phase) {
    case 'preparing':
      return { Started: 1 };
    case 'succeeded':
      return {
        Succeeded: 1,
        RolledBack: 0,
        ChangeFailure: 0,
        ...seconds('DurationSeconds', facts.startedAt, facts.endedAt),
        ...seconds('CutoverSeconds', facts.shiftedAt, facts.fullAt),
        ...seconds('LeadSeconds', facts.commitTime, facts.fullAt ?? facts.endedAt),
      };
    case 'rolled-back':
    case 'failed':
      return {
        ...(!succeededBefore && { Succeeded: 0, ...seconds('DurationSeconds', facts.startedAt, facts.endedAt) }),
        RolledBack: 1,
        // What no user has seen was no failure of a change in production.
        ChangeFailure: facts.shiftedAt === undefined ? 0 : 1,
        ...(facts.shiftedAt !== undefined && {
          ...seconds('DetectSeconds', facts.shiftedAt, facts.decidedAt),
          ...seconds('RollbackSeconds', facts.decidedAt, facts.backAt),
        }),
      };
    default:
      return {};
  }
}

/**
 * A line of the log that CloudWatch makes metrics of.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics({ construct, release, metrics, phase }: Report, at: number): string {
  const names = Object.keys(metrics);
  const Metrics = names.map((Name) => ({ Name, Unit: Name.endsWith('Seconds') ? 'Seconds' : 'Count' }));
  return JSON.stringify({
    _aws: { Timestamp: at, CloudWatchMetrics: [{ Namespace: NAMESPACE, Dimensions: [['Construct']], Metrics }] },
    Construct: construct,
    event: 'release metrics',
    release,
    phase,
    ...metrics,
  });
}

/** Nothing where one of the times is not known: no point is better than a wrong one. */
function seconds(name: MetricName, from: string | undefined, to: string | undefined) {
  const value = (Date.parse(to ?? '') - Date.parse(from ?? '')) / 1000;
  return Number.isNaN(value) ? {} : { [name]: Math.max(0, value) };
}
