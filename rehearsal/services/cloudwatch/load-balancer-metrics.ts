import type { Cloud } from '../../cloud';
import type { Observation } from '../../stage/data-plane/observation';
import type { MetricStore, Series } from './metric-store';

const NAMESPACE = 'AWS/ApplicationELB';
const MINUTE = 60_000;

/** The ELB errors that have a metric of their own, besides their class. */
const OWN_METRIC = [500, 502, 503, 504];

/** How many hosts a target group has, at a moment. */
export interface HostCounts {
  readonly groupArn: string;
  /** The load balancers that forward to it. */
  readonly loadBalancerArns: readonly string[];
  readonly healthy: number;
  readonly unhealthy: number;
  readonly at: number;
}

/**
 * Makes CloudWatch's metrics of load balancers from what the data plane saw: AWS's names and dimensions, one-minute
 * periods, no data point where AWS publishes none (aws-facts 5.5), and each minute readable only some time after its end
 * (switch `cloudwatch.loadBalancerPublishingDelay`).
 */
export class LoadBalancerMetrics {
  /** Milliseconds between the end of a minute and the moment at which it can be read. */
  public readonly publishingDelayMs: number;
  private readonly routes = new Map<string, Route>();
  private readonly targetsOf = new Map<string, number>();

  constructor(
    private readonly store: MetricStore,
    cloud: Cloud,
  ) {
    this.publishingDelayMs = Number(cloud.switches.value('cloudwatch.loadBalancerPublishingDelay')) * 1000;
  }

  /**
   * Takes in one observation.
   *
   * @param times how many requests like it there were: virtual traffic comes in bulk
   */
  public record(observation: Observation, times = 1): void {
    const { listenerArn, groupArn, targetStatus, elbStatus, at } = observation;
    const route = this.routeOf(listenerArn, groupArn);
    const visibleAt = this.visibleAt(at);
    const add = (place: Place | undefined, name: string, value = 1, unit = 'Count') => {
      if (place) seriesOf(place, name, unit, this.store).at(at, visibleAt).add(value, times);
    };
    const addToBoth = (name: string, value?: number, unit?: string) => {
      add(route.loadBalancer, name, value, unit);
      add(route.group, name, value, unit);
    };

    // A request for which no target could be chosen is not counted here: it is an ELB error only.
    if (groupArn) {
      addToBoth('RequestCount');
      // The sum of this one is the average number of requests of a target.
      const share = 1 / Math.max(1, this.targetsOf.get(groupArn) ?? 1);
      add(route.group, 'RequestCountPerTarget', share);
      add(route.groupAlone, 'RequestCountPerTarget', share);
    }
    if (targetStatus !== undefined) {
      addToBoth(`HTTPCode_Target_${Math.floor(targetStatus / 100)}XX_Count`);
      addToBoth('TargetResponseTime', observation.latencyMs / 1000, 'Seconds');
    }
    if (elbStatus !== undefined && elbStatus >= 300) {
      // ELB's own codes have no target group: they cannot tell blue from green.
      add(route.loadBalancer, `HTTPCode_ELB_${Math.floor(elbStatus / 100)}XX_Count`);
      if (OWN_METRIC.includes(elbStatus)) add(route.loadBalancer, `HTTPCode_ELB_${elbStatus}_Count`);
    }
    if (observation.connectionError !== undefined) addToBoth('TargetConnectionErrorCount');
  }

  /** Takes in a sample of HealthyHostCount and UnHealthyHostCount. */
  public recordHosts({ groupArn, loadBalancerArns, healthy, unhealthy, at }: HostCounts): void {
    this.targetsOf.set(groupArn, healthy + unhealthy);
    for (const arn of loadBalancerArns) {
      const { group } = this.routeOf(arn, groupArn);
      if (!group) continue;
      seriesOf(group, 'HealthyHostCount', 'Count', this.store).at(at, this.visibleAt(at)).add(healthy);
      seriesOf(group, 'UnHealthyHostCount', 'Count', this.store).at(at, this.visibleAt(at)).add(unhealthy);
    }
  }

  private visibleAt(at: number): number {
    return (Math.floor(at / MINUTE) + 1) * MINUTE + this.publishingDelayMs;
  }

  /** Where requests of a listener (or load balancer) and a group are counted. */
  private routeOf(listenerArn: string, groupArn = ''): Route {
    const key = `${listenerArn}|${groupArn}`;
    const existing = this.routes.get(key);
    if (existing) return existing;
    const LoadBalancer = loadBalancerDimension(listenerArn);
    const TargetGroup = targetGroupDimension(groupArn);
    const route: Route = {
      loadBalancer: { dimensions: { LoadBalancer }, series: new Map() },
      ...(groupArn && {
        group: { dimensions: { TargetGroup, LoadBalancer }, series: new Map() },
        groupAlone: { dimensions: { TargetGroup }, series: new Map() },
      }),
    };
    this.routes.set(key, route);
    return route;
  }
}

/** One combination of dimensions, and the metrics that it has by now. */
interface Place {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly series: Map<string, Series>;
}

interface Route {
  readonly loadBalancer: Place;
  readonly group?: Place;
  /** RequestCountPerTarget is published for the group alone, too. */
  readonly groupAlone?: Place;
}

function seriesOf(place: Place, name: string, unit: string, store: MetricStore): Series {
  const existing = place.series.get(name);
  if (existing) return existing;
  const series = store.series({ namespace: NAMESPACE, name, dimensions: place.dimensions });
  series.unit = unit;
  place.series.set(name, series);
  return series;
}

/** `app/<name>/<id>`, from the ARN of a load balancer, listener or rule. */
export function loadBalancerDimension(arn: string): string {
  const [, kind, name, id] = (arn.split(':')[5] ?? '').split('/');
  return `${kind}/${name}/${id}`;
}

/** `targetgroup/<name>/<id>`. */
export function targetGroupDimension(arn: string): string {
  return arn.split(':')[5] ?? arn;
}
