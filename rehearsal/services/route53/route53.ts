import type * as sdk from '@aws-sdk/client-route-53';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { Operation, Operations, Service } from '../../service';
import type { Elbv2 } from '../elbv2/elbv2';
import { answerOf, type DnsAnswer } from './answer';
import { INSYNC_MS } from './durations';
import type { EndpointChecker } from './health-check';
import { HealthChecks } from './health-checks';
import { modelChecker } from './model-checker';
import { bareId, isWithin, normalised } from './names';
import { RateLimit } from './rate-limit';
import { recordOperations } from './record-operations';
import { setsOf } from './records';
import { Tags, tagOperations } from './tags';
import { isLoadBalancerHealthy, loadBalancerCalled } from './target-health';
import type { Zone } from './zone';
import { zoneOperations } from './zone-operations';
import { Zones } from './zones';

export type { DnsAnswer } from './answer';
export { ROUTE53_SWITCHES } from './switches';

/** What Route 53 takes from other services. */
export interface Route53Sources {
  /** The load balancers that aliases lead to. */
  readonly elbv2: Elbv2;
  /** The state of an alarm; undefined when there is none. */
  readonly alarmState: (name: string) => string | undefined;
  /** Asks endpoints. @default - a model: local load balancers by their targets' health, everything else is healthy */
  readonly checker?: EndpointChecker;
}

/** Route 53: hosted zones, weighted records, health checks, and what the name servers answer (aws-facts section 6). */
export class Route53 implements Service<ReturnType<typeof operationsOf>> {
  public readonly prefix = 'route53';
  public readonly zones: Zones;
  public readonly healthChecks: HealthChecks;
  public readonly operations: ReturnType<typeof operationsOf>;
  private readonly limit: RateLimit;

  constructor(
    private readonly cloud: Cloud,
    private readonly sources: Route53Sources,
  ) {
    this.zones = new Zones(cloud);
    this.limit = new RateLimit(cloud.clock);
    this.healthChecks = new HealthChecks(cloud, sources.checker ?? modelChecker(sources.elbv2), sources.alarmState);
    const testAnswer = (zone: Zone, name: string, type: string) => this.answerOf(zone, name, type, Math.random);
    this.operations = limited(operationsOf(cloud, this.zones, this.healthChecks, testAnswer), this.limit);
  }

  /** Refuses the next requests with `Throttling`, as when somebody else uses up the account's limit. */
  public throttle(requests: number): void {
    this.limit.force(requests);
  }

  /**
   * What a name server answers now, by the most specific zone that holds the name; `REFUSED` without one. It is the
   * authoritative answer: nothing is cached here.
   *
   * @param random from 0 to below 1; which name server is asked, and which weighted record it chooses
   */
  public resolve(name: string, type: string, random: () => number): DnsAnswer {
    const wanted = normalised(name);
    const fitting = [...this.zones.all.values()].filter((zone) => isWithin(wanted, zone.name));
    const zone = fitting.sort((a, b) => b.name.length - a.name.length).at(0);
    return zone ? this.answerOf(zone, name, type, random) : { code: 'REFUSED', values: [], ttlSeconds: 0 };
  }

  /** The weights of a name by set identifier, as they were last written; empty when it is not weighted. */
  public weights(zoneId: string, name: string, type: string): Map<string, number> {
    const sets = setsOf(this.zones.find(zoneId).records, name, type).filter((one) => one.Weight !== undefined);
    return new Map(sets.map((one) => [one.SetIdentifier ?? '', one.Weight ?? 0]));
  }

  /** Is a record healthy: its health check, and what its alias leads to when that is to be evaluated? */
  public isHealthy(set: sdk.ResourceRecordSet): boolean {
    if (set.HealthCheckId && !this.healthChecks.isHealthy(set.HealthCheckId)) return false;
    if (!set.AliasTarget?.EvaluateTargetHealth) return true;
    const { elbv2 } = this.sources;
    const loadBalancer = loadBalancerCalled(elbv2, set.AliasTarget.DNSName ?? '');
    const emptyIsUnhealthy = this.cloud.switches.is('route53.emptyTargetGroup', 'unhealthy');
    return !loadBalancer || isLoadBalancerHealthy(elbv2, loadBalancer, emptyIsUnhealthy);
  }

  /** The ARNs that a call is about; they have neither region nor account. */
  public resourcesOf(_operation: string, input: unknown): string[] | undefined {
    const { HostedZoneId, HealthCheckId, Id, ResourceType, ResourceId } = (input ?? {}) as Record<string, string>;
    const arn = (kind: string, id: string) => [`arn:aws:route53:::${kind}/${bareId(id)}`];
    if (ResourceType && ResourceId) return arn(ResourceType, ResourceId);
    if (HostedZoneId) return arn('hostedzone', HostedZoneId);
    if (HealthCheckId) return arn('healthcheck', HealthCheckId);
    if (Id) return arn(_operation === 'GetChange' ? 'change' : 'hostedzone', Id);
    return ['*'];
  }

  /** Ends everything that runs by itself: the health checks. */
  public stop(): void {
    this.healthChecks.stop();
  }

  private answerOf(zone: Zone, name: string, type: string, random: () => number): DnsAnswer {
    const oneByOne = this.cloud.switches.is('route53.namesWhilePending', 'one-by-one');
    const records = zone.recordsAt(this.cloud.clock.now(), oneByOne ? random() * INSYNC_MS : INSYNC_MS);
    return answerOf(records, name, type, random, { isHealthy: (set) => this.isHealthy(set), zoneId: zone.id });
  }
}

type TestAnswer = (zone: Zone, name: string, type: string) => DnsAnswer;

function operationsOf(cloud: Cloud, zones: Zones, checks: HealthChecks, testAnswer: TestAnswer) {
  const tags = new Tags();
  return {
    ...zoneOperations(zones, tags),
    ...recordOperations(cloud, zones, (id) => checks.records.has(id)),
    ...tagOperations(tags, (type, id) => {
      if (type === 'healthcheck') checks.get(id);
      else if (type === 'hostedzone') zones.find(id);
      else throw new AwsError('InvalidInput', `Invalid resource type: ${type}`);
    }),
    CreateHealthCheck: (input: sdk.CreateHealthCheckRequest) => checks.create(input),
    GetHealthCheck: ({ HealthCheckId = '' }: sdk.GetHealthCheckRequest) => checks.get(HealthCheckId),
    ListHealthChecks: (input: sdk.ListHealthChecksRequest) => checks.list(input),
    UpdateHealthCheck: (input: sdk.UpdateHealthCheckRequest) => checks.update(input),
    GetHealthCheckStatus: ({ HealthCheckId = '' }: sdk.GetHealthCheckStatusRequest) => checks.status(HealthCheckId),
    DeleteHealthCheck: ({ HealthCheckId = '' }: sdk.DeleteHealthCheckRequest) => {
      checks.delete(HealthCheckId);
      tags.forget('healthcheck', HealthCheckId);
      return {};
    },
    TestDNSAnswer: ({ HostedZoneId, RecordName = '', RecordType = 'A' }: sdk.TestDNSAnswerRequest) => {
      const zone = zones.find(HostedZoneId);
      const { code, values } = testAnswer(zone, RecordName, RecordType);
      const answer = { RecordName: normalised(RecordName), RecordType, RecordData: [...values], ResponseCode: code };
      return { Nameserver: zone.nameServers[0], Protocol: 'UDP', ...answer };
    },
  };
}

/** The same operations, each counted against the account's limit. */
function limited<O extends Operations>(operations: O, limit: RateLimit): O {
  const counted = Object.entries(operations).map(([name, run]): [string, Operation] => [
    name,
    (input, call) => {
      limit.admit();
      return run(input, call);
    },
  ]);
  return Object.fromEntries(counted) as O;
}
