import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** CloudWatch's dimensions of one colour's target group. */
export interface ColourDimensions {
  readonly colour: 'Blue' | 'Green';
  /** `app/<name>/<id>` */
  readonly loadBalancer: string;
  /** `targetgroup/<name>/<id>` */
  readonly targetGroup: string;
}

/**
 * A metric that the load balancer publishes for one colour, in its period of one minute.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export function colourMetric(colour: ColourDimensions, metricName: string, statistic: string): cloudwatch.Metric {
  return albMetric({ LoadBalancer: colour.loadBalancer, TargetGroup: colour.targetGroup }, metricName, statistic);
}

/** A metric that the load balancer publishes for all that it does, in its period of one minute. */
export function loadBalancerMetric(loadBalancer: string, metricName: string, statistic: string): cloudwatch.Metric {
  return albMetric({ LoadBalancer: loadBalancer }, metricName, statistic);
}

function albMetric(dimensionsMap: Record<string, string>, metricName: string, statistic: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/ApplicationELB',
    metricName,
    statistic,
    period: Duration.minutes(1),
    dimensionsMap,
  });
}
