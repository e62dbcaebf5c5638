import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** The same metric, or metric math, of each colour. */
export interface ColourMetric {
  /** Blue's. */
  readonly blue: cloudwatch.IMetric;

  /** Green's. */
  readonly green: cloudwatch.IMetric;
}
