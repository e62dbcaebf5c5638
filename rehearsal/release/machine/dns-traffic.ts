import { rootOf } from '../../principal';
import { type Candidate, isCandidateInstance } from '../../programs';
import type { Colour } from '../../report';
import { DnsClients } from '../../stage/dns/clients';
import { openDnsFront } from '../../stage/dns/front';
import type { World } from '../../world';
import type { DnsDescriptor } from '../descriptor/dns';
import { other, shareOf } from '../shares';
import type { ServiceTraffic } from '../traffic-counter';
import type { UsersLoad } from '../workload';
import { type DnsTargetPlace, findTarget } from './dns-target';
import type { MovedTraffic } from './moved-traffic';

/** Fewer than the machine's tries of one call: five. */
const THROTTLED_REQUESTS = 4;

/** How long the candidate's instances may take to be healthy, in rehearsal milliseconds. */
const READY_WITHIN_MS = 20 * 60_000;

/** Two weighted records that lead to two load balancers of the app, each with instances behind it. */
export class DnsTraffic implements MovedTraffic {
  public readonly traffic: ServiceTraffic;
  private candidate?: Candidate;

  private constructor(
    private readonly world: World,
    private readonly descriptor: DnsDescriptor,
    private readonly targets: Readonly<Record<Colour, DnsTargetPlace>>,
  ) {
    const { blue, green } = targets;
    this.traffic = {
      productionListeners: [blue.listener, green.listener],
      // A target has one listener.
      hasTestTraffic: true,
      groups: { blue: blue.group, green: green.group },
    };
  }

  /** @throws when a record leads elsewhere than to a load balancer of the app */
  public static async find(world: World, descriptor: DnsDescriptor): Promise<DnsTraffic> {
    const { blue, green } = descriptor.colours;
    const place = (colour: Colour, name: string) => findTarget(world.aws, { path: descriptor.path, colour, name });
    const targets = { blue: await place('blue', blue.target), green: await place('green', green.target) };
    return new DnsTraffic(world, descriptor, targets);
  }

  public weights(): Readonly<Record<Colour, number>> {
    const { hostedZone, recordName, recordType, colours } = this.descriptor;
    const weights = this.world.aws.route53.weights(hostedZone, recordName, recordType);
    const of = ({ setIdentifier }: { readonly setIdentifier: string }) => weights.get(setIdentifier) ?? 0;
    return shareOf({ blue: of(colours.blue), green: of(colours.green) });
  }

  public healthyTargets(colour: Colour): number {
    return this.world.aws.elbv2.healthyTargets(this.targets[colour].group).length;
  }

  /** Users ask resolvers that cache, some of them for longer than the TTL. */
  public async users(): Promise<UsersLoad> {
    const { aws, clock, network, loadBalancing } = this.world;
    const { recordName, recordType } = this.descriptor;
    const { listener, port } = this.targets.blue;
    await Promise.all([listener, this.targets.green.listener].map((arn) => loadBalancing.portOf(arn)));
    const authority = () => aws.route53.resolve(recordName, recordType, Math.random);
    const { url, close } = await openDnsFront({
      clients: new DnsClients({ authority, random: Math.random }),
      now: () => clock.now(),
      port,
      protocol: 'http',
      locate: (address) => network.resolve(address),
      onRequest: () => undefined,
    });
    return { url, headers: { host: recordName.replace(/\.$/, '') }, close };
  }

  /** The instances of the idle target are replaced, as a deploy to it would do; from then on they run the candidate. */
  public async prepare(candidate: Candidate): Promise<object> {
    const { blue, green } = this.weights();
    const idle = other(blue >= green ? 'blue' : 'green');
    const { group, healthPath } = this.targets[idle];
    const { aws, instances, clock } = this.world;
    const ids = new Set(aws.elbv2.healthyTargets(group).map((target) => target.split(':')[0]));
    const before = instances.all.filter(({ instanceId }) => ids.has(instanceId));
    candidate.healthPath = healthPath;
    candidate.launchTemplateVersions = new Map(before.map((one) => [one.launchTemplateId, one.version]));
    this.candidate = candidate;
    instances.crash((instance) => before.includes(instance));
    const isReady = () => {
      const now = aws.elbv2.healthyTargets(group).map((target) => target.split(':')[0]);
      return now.length >= before.length && !now.some((id) => id !== undefined && ids.has(id));
    };
    const deadline = clock.now() + READY_WITHIN_MS;
    while (!isReady() && clock.now() < deadline) await clock.sleep(5_000);
    return {};
  }

  public crashCandidate(): number {
    const { candidate } = this;
    return candidate ? this.world.instances.crash((instance) => isCandidateInstance(instance, candidate)) : 0;
  }

  public async setWeights(weights: Readonly<Record<Colour, number>>): Promise<void> {
    const { cloud, route53 } = this.world.aws;
    const { hostedZone, colours } = this.descriptor;
    const client = cloud.client(route53, rootOf(cloud.account));
    const { ResourceRecordSets: sets = [] } = await client.ListResourceRecordSets({ HostedZoneId: hostedZone });
    const Changes = (['blue', 'green'] as const).flatMap((colour) =>
      sets
        .filter((set) => set.SetIdentifier === colours[colour].setIdentifier)
        .map((set) => ({ Action: 'UPSERT' as const, ResourceRecordSet: { ...set, Weight: weights[colour] } })),
    );
    await client.ChangeResourceRecordSets({ HostedZoneId: hostedZone, ChangeBatch: { Changes } });
  }

  public throttle(): void {
    this.world.aws.route53.throttle(THROTTLED_REQUESTS);
  }
}
