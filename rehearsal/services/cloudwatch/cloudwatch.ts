import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { Service } from '../../service';
import type { Elbv2 } from '../elbv2/elbv2';
import { AlarmLoop } from './alarm-loop';
import { AlarmBook } from './alarm-records';
import { AlarmStates } from './alarm-states';
import { alarmOperations } from './alarms';
import { type Dashboards, dashboardOperations } from './dashboards';
import { HostCountSampler } from './host-count-sampler';
import { LoadBalancerMetrics } from './load-balancer-metrics';
import { metricOperations } from './metric-data';
import { MetricStore } from './metric-store';

export { CLOUDWATCH_SWITCHES } from './switches';

/** CloudWatch: metrics, and alarms on them, evaluated every minute of the rehearsal's clock (aws-facts section 7). */
export class CloudWatch implements Service<CloudWatchOperations> {
  public readonly prefix = 'cloudwatch';
  public readonly operations: CloudWatchOperations;
  public readonly metrics = new MetricStore();
  public readonly book = new AlarmBook();
  public readonly dashboards: Dashboards = new Map();
  /** Where the data plane's observations go in. */
  public readonly loadBalancers: LoadBalancerMetrics;
  private readonly loop: AlarmLoop;
  private readonly samplers: HostCountSampler[] = [];

  constructor(private readonly cloud: Cloud) {
    const states = new AlarmStates(this.book, cloud);
    this.loop = new AlarmLoop(this.book, states, this.metrics, cloud);
    this.loadBalancers = new LoadBalancerMetrics(this.metrics, cloud);
    this.operations = {
      ...metricOperations(this.metrics, cloud),
      ...alarmOperations(this.book, states, this.loop, cloud),
      ...dashboardOperations(this.dashboards, cloud),
    };
  }

  /** Publishes HealthyHostCount and UnHealthyHostCount of a load balancing service's target groups from now on. */
  public watchHosts(elbv2: Elbv2): void {
    this.samplers.push(new HostCountSampler(elbv2, this.loadBalancers, this.cloud.clock));
  }

  /** The state of an alarm by its name. */
  public stateOf(alarmName: string): StateValue {
    const state = this.book.alarms.get(alarmName)?.description.StateValue;
    if (!state) throw new AwsError('ResourceNotFound', `There is no alarm called '${alarmName}'`, 404);
    return state;
  }

  /** Ends everything that runs by itself: the evaluation of alarms, the sampling of hosts. */
  public stop(): void {
    this.loop.stop();
    for (const sampler of this.samplers) sampler.stop();
  }
}

type CloudWatchOperations = ReturnType<typeof metricOperations> &
  ReturnType<typeof alarmOperations> &
  ReturnType<typeof dashboardOperations>;
