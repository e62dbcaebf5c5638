import type {
  Action,
  DescribeAccountLimitsInput,
  DescribeAccountLimitsOutput,
  TargetHealth,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Cloud } from '../../cloud';
import type { Prober } from '../../ports';
import type { Operation, Operations, Service } from '../../service';
import type { RoutingTable } from '../../stage/data-plane/routing-table';
import { certificateOperations } from './certificates';
import { HealthChecker } from './health-checker';
import { listenerOperations } from './listeners';
import { loadBalancerOperations } from './load-balancers';
import type { InstanceAddresses, TargetRecord } from './records';
import { routingTable } from './routing-table';
import { ruleOperations } from './rules';
import { Elbv2State } from './state';
import { tagOperations } from './tags';
import { targetGroupOperations } from './target-groups';
import { describeHealth } from './target-health';
import { targetOperations } from './targets';

export { ELBV2_SWITCHES } from './switches';

/**
 * Elastic Load Balancing v2: application load balancers as the control plane sees them. What listens and forwards for
 * real is the stage's data plane, which takes its routing table from here at every change.
 */
export class Elbv2 implements Service<ReturnType<typeof operationsOf>> {
  public readonly prefix = 'elasticloadbalancing';
  public readonly state = new Elbv2State();
  public readonly operations: ReturnType<typeof operationsOf>;
  private readonly healthChecker: HealthChecker;
  private readonly listeners = new Set<() => void>();

  /**
   * @param prober makes the health checks
   * @param addressOf where the instances are; without it none can be registered
   */
  constructor(
    private readonly cloud: Cloud,
    prober: Prober,
    addressOf: InstanceAddresses = () => undefined,
  ) {
    this.healthChecker = new HealthChecker(this.state, cloud.clock, cloud.switches, prober, () => this.tell());
    this.operations = tellingOfChanges(operationsOf(this.state, this.cloud, addressOf), () => {
      this.healthChecker.reconcile();
      this.tell();
    });
  }

  /**
   * Calls `listener` after every change of what routing depends on: listeners, rules, attributes, targets, their health.
   *
   * @returns a function that ends the subscription
   */
  public onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What the data plane is to do now. */
  public routingTable(): RoutingTable {
    return routingTable(this.state);
  }

  /** The targets of a group that are healthy now, as `<id>:<port>`. */
  public healthyTargets(groupArn: string): string[] {
    return this.targetsIn(groupArn, 'healthy');
  }

  /** The targets of a group in a state, as `<id>:<port>`. */
  public targetsIn(groupArn: string, state: TargetHealth['State']): string[] {
    const group = this.state.targetGroup(groupArn);
    const fits = (target: TargetRecord) => describeHealth(group, target).State === state;
    return [...group.targets].filter(([, target]) => fits(target)).map(([key]) => key);
  }

  /**
   * The weights by which a listener spreads traffic over target groups: those of its default action, or, when that forwards to
   * none of `groups`, those of its first rule that does.
   *
   * @param groups without them, the default action counts
   * @returns weights by target group; empty when nothing forwards
   */
  public weights(listenerArn: string, groups: readonly string[] = []): Map<string, number> {
    const { defaultActions } = this.state.listener(listenerArn);
    const all = [defaultActions, ...this.state.rulesOf(listenerArn).map(({ actions }) => actions)].map(weightsOf);
    const fitting = all.find((weights) => groups.some((group) => weights.has(group)));
    return fitting ?? weightsOf(defaultActions);
  }

  /** The weights of one rule, by target group. */
  public weightsOfRule(ruleArn: string): Map<string, number> {
    return weightsOf(this.state.rule(ruleArn).actions);
  }

  /** Ends everything that runs by itself: health checks, draining. */
  public stop(): void {
    this.healthChecker.stop();
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

function weightsOf(actions: Action[]): Map<string, number> {
  const tuples = actions.flatMap((one) => one.ForwardConfig?.TargetGroups ?? []);
  return new Map(tuples.map(({ TargetGroupArn: arn = '', Weight: weight = 0 }) => [arn, weight]));
}

function operationsOf(state: Elbv2State, cloud: Cloud, addressOf: InstanceAddresses) {
  return {
    ...loadBalancerOperations(state, cloud),
    ...targetGroupOperations(state, cloud),
    ...targetOperations(state, cloud, addressOf),
    ...listenerOperations(state, cloud),
    ...ruleOperations(state),
    ...certificateOperations(state),
    ...tagOperations(state),
    DescribeAccountLimits: (_: DescribeAccountLimitsInput): DescribeAccountLimitsOutput => ({
      // aws-facts 5.4
      Limits: [
        { Name: 'application-load-balancers', Max: '50' },
        { Name: 'listeners-per-application-load-balancer', Max: '50' },
        { Name: 'rules-per-application-load-balancer', Max: '100' },
        { Name: 'target-groups', Max: '3000' },
        { Name: 'target-groups-per-action-on-application-load-balancer', Max: '5' },
        { Name: 'target-groups-per-application-load-balancer', Max: '100' },
        { Name: 'targets-per-application-load-balancer', Max: '1000' },
      ],
    }),
  };
}

/** The same operations, but those that change something say so afterwards. */
function tellingOfChanges<O extends Operations>(operations: O, changed: () => void): O {
  const telling = Object.entries(operations).map(([name, run]): [string, Operation] => {
    if (name.startsWith('Describe') || name.endsWith('Tags')) return [name, run];
    return [
      name,
      (input, call) => {
        const output = run(input, call);
        changed();
        return output;
      },
    ];
  });
  return Object.fromEntries(telling) as O;
}
