import { ListResourceRecordSetsCommand, type ResourceRecordSet, type Route53Client } from '@aws-sdk/client-route-53';
import type { DnsDescriptor } from '../../../rehearsal/release/descriptor/dns';
import type { Colour } from '../../../rehearsal/report';
import type { Traffic, Wanted } from '../../commands/ports';
import { Problem } from '../../commands/problem';
import { refuseOptions } from '../refuse-options';
import { type Candidate, type MachineWorkload, otherThan } from './workload';

/** Two weighted records of a DNS name. */
export class DnsWorkload implements MachineWorkload {
  constructor(
    private readonly service: DnsDescriptor,
    private readonly route53: Route53Client,
  ) {}

  /** The weights that Route 53 answers with; resolvers keep older ones for the TTL. */
  public async traffic(live: Colour): Promise<Omit<Traffic, 'live' | 'firing'>> {
    const { colours } = this.service;
    const [blue, green] = await this.weights();
    const share = (weight: number) => (blue + green === 0 ? 0 : Math.round((1000 * weight) / (blue + green)) / 10);
    return { weights: { blue: share(blue), green: share(green) }, version: colours[live].target };
  }

  /** Whatever answers on the idle target is the candidate. */
  public candidate(wanted: Wanted, { live }: Traffic): Candidate {
    refuseOptions(this.service, wanted, ['taskDefinition', 'launchTemplateVersion', 'revision']);
    return { input: {}, version: this.service.colours[otherThan(live)].target, isLive: false };
  }

  public readonly bringsUp = 'is looked at first; when it is healthy, it gets';

  /** What stands behind the records is not this construct's to bring up, but it is looked at. */
  public async needsBringUp(_previous: Colour, isNamed: boolean): Promise<boolean> {
    return !isNamed;
  }

  /** What stands behind the records is not known. */
  public async isNewer(): Promise<boolean> {
    return false;
  }

  private async weights(): Promise<[blue: number, green: number]> {
    const { hostedZone, recordName, recordType, colours } = this.service;
    // Sorted from that name and type on; the records of one name and type differ in their set identifiers only.
    const { ResourceRecordSets = [] } = await this.route53.send(
      new ListResourceRecordSetsCommand({
        HostedZoneId: hostedZone,
        StartRecordName: recordName,
        StartRecordType: recordType as ResourceRecordSet['Type'],
      }),
    );
    const weight = (colour: Colour) => {
      const { setIdentifier } = colours[colour];
      const found = ResourceRecordSets.find(
        (one) =>
          one.SetIdentifier === setIdentifier &&
          one.Type === recordType &&
          withoutDot(one.Name ?? '') === withoutDot(recordName),
      );
      if (found?.Weight !== undefined) return found.Weight;
      throw new Problem(
        `the ${recordType} record '${recordName}' of ${this.service.path} has no weighted set '${setIdentifier}' in zone ${hostedZone}; deploy its stack again`,
      );
    };
    return [weight('blue'), weight('green')];
  }
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, '').toLowerCase();
}
