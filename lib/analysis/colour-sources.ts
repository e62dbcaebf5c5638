import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { ColourSource } from '../../lambda/shared/analysis/settings';
import type { PerColour } from '../machine/workload';
import type { ColourSource as ObservedSource } from '../observe/released';
import type { TargetGroupPair } from '../traffic/target-group-pair';
import { colourDimensions } from '../traffic/traffic';

/** Where CloudWatch has the metrics of a pair of target groups. */
export function colourSources(
  loadBalancer: elbv2.IApplicationLoadBalancer,
  pair: TargetGroupPair,
): PerColour<ColourSource> {
  const [blue, green] = colourDimensions(loadBalancer, pair).map((one) => ({
    dimensions: { LoadBalancer: one.loadBalancer, TargetGroup: one.targetGroup },
  }));
  return { blue: blue ?? {}, green: green ?? {} };
}

/** The same of whatever a colour's metrics are, as dashboards know them. */
export function colourSourceOf(observed: ObservedSource | undefined): ColourSource {
  const stat = observed?.metric('RequestCount', 'Sum').toMetricConfig().metricStat;
  if (!stat?.dimensions) return {};
  return {
    dimensions: Object.fromEntries(stat.dimensions.map(({ name, value }) => [name, String(value)])),
    ...(stat.region !== undefined && { region: stat.region }),
  };
}
