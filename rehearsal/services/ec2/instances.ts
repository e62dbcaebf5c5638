import { setMaxListeners } from 'node:events';
import type {
  DescribeInstanceStatusRequest,
  DescribeInstancesRequest,
  InstanceStateChange,
  RunInstancesRequest,
  Instance as SdkInstance,
  StartInstancesRequest,
  StopInstancesRequest,
  TerminateInstancesRequest,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { InstanceRunner } from '../../ports';
import { REMEMBERED_MS } from './durations';
import { passesAll } from './filters';
import type { Identifiers } from './identifiers';
import { Instance } from './instance';
import type { LaunchTemplates } from './launch-templates';

/** The instances of the account. */
export class Instances {
  private readonly instances = new Map<string, Instance>();
  private readonly ending = new AbortController();

  constructor(
    private readonly cloud: Cloud,
    private readonly identifiers: Identifiers,
    private readonly templates: LaunchTemplates,
    private readonly runner: InstanceRunner,
  ) {
    // every instance waits on it
    setMaxListeners(0, this.ending.signal);
  }

  /** Launches instances of a launch template, or of the image given. What the call gives goes before the template. */
  public run(input: RunInstancesRequest) {
    const template = input.LaunchTemplate ? this.templates.resolve(input.LaunchTemplate) : undefined;
    const data = template?.data ?? {};
    const imageId = input.ImageId ?? data.ImageId;
    if (!imageId) throw new AwsError('MissingParameter', 'The request must contain the parameter ImageId');
    const zone = input.Placement?.AvailabilityZone ?? data.Placement?.AvailabilityZone ?? `${this.cloud.region}a`;
    const tags = [...(data.TagSpecifications ?? []), ...(input.TagSpecifications ?? [])]
      .filter((one) => one.ResourceType === 'instance')
      .flatMap((one) => one.Tags ?? []);
    const launched = Array.from({ length: input.MaxCount ?? 1 }, () => {
      const toRun = {
        instanceId: this.identifiers.id('i'),
        privateAddress: this.identifiers.address(),
        launchTemplateId: template?.id ?? '',
        launchTemplateName: template?.name ?? '',
        version: template?.version ?? 0,
        imageId,
        userData: Buffer.from(input.UserData ?? data.UserData ?? '', 'base64').toString('utf8'),
        environment: {},
      };
      const facts = {
        instanceType: input.InstanceType ?? data.InstanceType ?? 'm1.small',
        zone,
        subnetId: input.SubnetId ?? input.NetworkInterfaces?.[0]?.SubnetId,
        tags: [...new Map(tags.map((one) => [one.Key, one])).values()],
        isSpot: (input.InstanceMarketOptions ?? data.InstanceMarketOptions)?.MarketType === 'spot',
      };
      const { clock } = this.cloud;
      const instance = new Instance(toRun, facts, { clock, runner: this.runner, ending: this.ending.signal });
      this.instances.set(instance.id, instance);
      return instance;
    });
    this.forgetOld();
    return { ReservationId: this.identifiers.id('r'), Instances: launched.map((one) => this.described(one)) };
  }

  public describe(input: DescribeInstancesRequest) {
    const wanted = input.InstanceIds?.length
      ? input.InstanceIds.map((id) => this.find(id))
      : [...this.instances.values()];
    const found = wanted.filter((one) => passesAll(filterValues(one), input.Filters));
    return {
      Reservations: found.map((one) => ({
        ReservationId: one.id.replace(/^i-/, 'r-'),
        OwnerId: this.cloud.account,
        Instances: [this.described(one)],
      })),
    };
  }

  /** Only running instances, unless `IncludeAllInstances`. */
  public status(input: DescribeInstanceStatusRequest) {
    const wanted = input.InstanceIds?.length
      ? input.InstanceIds.map((id) => this.find(id))
      : [...this.instances.values()];
    const found = wanted.filter((one) => input.IncludeAllInstances || one.state === 'running');
    return {
      InstanceStatuses: found.map((one) => {
        const check = { Status: one.state === 'running' ? ('ok' as const) : ('not-applicable' as const) };
        return {
          InstanceId: one.id,
          AvailabilityZone: one.facts.zone,
          InstanceState: { Code: one.stateCode, Name: one.state },
          InstanceStatus: check,
          SystemStatus: check,
        };
      }),
    };
  }

  public terminate(input: TerminateInstancesRequest) {
    return { TerminatingInstances: this.change(input.InstanceIds, (one) => void one.terminate()) };
  }

  public stop(input: StopInstancesRequest) {
    return { StoppingInstances: this.change(input.InstanceIds, (one) => void one.stop()) };
  }

  public start(input: StartInstancesRequest) {
    return { StartingInstances: this.change(input.InstanceIds, (one) => one.start()) };
  }

  public tryFind(id: string): Instance | undefined {
    return this.instances.get(id);
  }

  /** Ends every instance at once; resolves when their programs have ended. */
  public async end(): Promise<void> {
    this.ending.abort();
    await Promise.all([...this.instances.values()].map((one) => one.terminate()));
  }

  private find(id: string): Instance {
    const found = this.instances.get(id);
    if (found) return found;
    if (!/^i-[0-9a-f]{8,17}$/.test(id)) throw new AwsError('InvalidInstanceID.Malformed', `Invalid id: "${id}"`);
    throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
  }

  private change(ids: readonly string[] = [], act: (instance: Instance) => void): InstanceStateChange[] {
    const found = ids.map((id) => this.find(id));
    return found.map((one) => {
      const PreviousState = { Code: one.stateCode, Name: one.state };
      act(one);
      return { InstanceId: one.id, PreviousState, CurrentState: { Code: one.stateCode, Name: one.state } };
    });
  }

  private forgetOld(): void {
    const before = this.cloud.clock.now() - REMEMBERED_MS;
    for (const [id, { endedAt }] of this.instances) if (endedAt && endedAt < before) this.instances.delete(id);
  }

  private described(instance: Instance): SdkInstance {
    const { toRun, facts } = instance;
    return {
      InstanceId: instance.id,
      ImageId: toRun.imageId,
      InstanceType: facts.instanceType as SdkInstance['InstanceType'],
      InstanceLifecycle: facts.isSpot ? 'spot' : undefined,
      LaunchTime: new Date(instance.launchTime),
      Placement: { AvailabilityZone: facts.zone, Tenancy: 'default' },
      PrivateIpAddress: instance.state === 'terminated' ? undefined : toRun.privateAddress,
      PrivateDnsName: `ip-${toRun.privateAddress.replaceAll('.', '-')}.ec2.internal`,
      State: { Code: instance.stateCode, Name: instance.state },
      StateReason: instance.stateReason
        ? { Code: 'Server.InternalError', Message: `Server.InternalError: ${instance.stateReason}` }
        : undefined,
      SubnetId: facts.subnetId,
      Tags: [...facts.tags],
    };
  }
}

function filterValues({ id, state, toRun, facts }: Instance): Record<string, string | undefined> {
  return {
    'instance-id': id,
    'instance-state-name': state,
    'instance-type': facts.instanceType,
    'image-id': toRun.imageId,
    'private-ip-address': toRun.privateAddress,
    'availability-zone': facts.zone,
    'subnet-id': facts.subnetId,
    ...Object.fromEntries(facts.tags.map(({ Key, Value }) => [`tag:${Key}`, Value])),
  };
}
