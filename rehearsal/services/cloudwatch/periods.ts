import { AwsError } from '../../aws-error';

/** CloudWatch keeps periods below a minute for 3 hours (aws-facts 7.5). */
export const SHORT_PERIODS_MS = 3 * 3600_000;

const SHORT = [1, 5, 10, 20, 30];

/**
 * Checks the period of a question for data.
 *
 * @throws ValidationError for one that AWS refuses
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html
 */
export function checkDataPeriod(period: number): void {
  if (SHORT.includes(period) || (period > 0 && period % 60 === 0)) return;
  throw new AwsError('ValidationError', `Period must be ${SHORT.join(', ')} or a multiple of 60, got ${period}`);
}

/**
 * Who asks for a period below a minute from longer ago than three hours gets no data point at all, not even the newer ones: "you must
 * specify the period as follows or no data points in that time range is returned".
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html
 */
export function isTooOldFor(period: number, from: number, now: number): boolean {
  return period < 60 && now - from > SHORT_PERIODS_MS;
}
