import type { GetMetricDataInput, GetMetricDataOutput, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { page } from '../page';

/** What one answer holds where the question does not say. */
const MAX_POINTS = 100_800;

/**
 * One page of an answer: its points in the order of time, over all metrics together. Every page has every metric; one of which there is more
 * to come is partial.
 *
 * @throws AwsError when the token is none of ours
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export function pageOfData(
  results: readonly MetricDataResult[],
  { MaxDatapoints = MAX_POINTS, NextToken, ScanBy }: GetMetricDataInput,
): GetMetricDataOutput {
  const direction = ScanBy === 'TimestampAscending' ? 1 : -1;
  const points = results.flatMap(({ Timestamps = [], Values = [] }, result) =>
    Timestamps.map((time, index) => ({ time, value: Values[index] ?? 0, result })),
  );
  points.sort((a, b) => direction * (a.time.getTime() - b.time.getTime()));
  const { items, nextToken } = page(points, Math.min(MaxDatapoints, MAX_POINTS), NextToken);
  const last = items.at(-1);
  const rest = nextToken === undefined || !last ? [] : points.slice(points.indexOf(last) + 1);
  const partial = new Set(rest.map(({ result }) => result));
  return {
    MetricDataResults: results.map((result, index) => {
      const own = items.filter((one) => one.result === index);
      return {
        ...result,
        Timestamps: own.map(({ time }) => time),
        Values: own.map(({ value }) => value),
        StatusCode: partial.has(index) ? 'PartialData' : result.StatusCode,
      };
    }),
    Messages: [],
    ...(nextToken !== undefined && { NextToken: nextToken }),
  };
}
