import type {
  CreateLaunchTemplateRequest,
  CreateLaunchTemplateVersionRequest,
  DeleteLaunchTemplateRequest,
  DescribeAvailabilityZonesRequest,
  DescribeInstanceStatusRequest,
  DescribeInstancesRequest,
  DescribeLaunchTemplatesRequest,
  DescribeLaunchTemplateVersionsRequest,
  DescribeNetworkInterfacesRequest,
  DescribeSecurityGroupsRequest,
  DescribeSubnetsRequest,
  DescribeVpcsRequest,
  ModifyLaunchTemplateRequest,
  RunInstancesRequest,
  StartInstancesRequest,
  StopInstancesRequest,
  TerminateInstancesRequest,
} from '@aws-sdk/client-ec2';
import type { Cloud } from '../../cloud';
import type { InstanceRunner } from '../../ports';
import type { Call, Service } from '../../service';
import { Identifiers } from './identifiers';
import type { Instance } from './instance';
import { Instances } from './instances';
import { LaunchTemplates, type ResolvedVersion, type TemplateReference } from './launch-templates';
import { type InterfaceFacts, networkInterfaces } from './network-interfaces';

/**
 * EC2, as far as groups, hooks and clients ask: launch templates, instances (which really run, by the `InstanceRunner`), and
 * which addresses a load balancer has. Networks themselves are carried by CloudFormation without behaviour, so the lists of
 * them are empty.
 */
export class Ec2 implements Service {
  public readonly prefix = 'ec2';
  private readonly templates: LaunchTemplates;
  private readonly instances: Instances;

  /**
   * @param listInterfaces the network interfaces that there are now
   * @param runner runs the instances
   */
  constructor(
    private readonly cloud: Cloud,
    private readonly listInterfaces: () => readonly InterfaceFacts[],
    runner: InstanceRunner,
  ) {
    const identifiers = new Identifiers();
    this.templates = new LaunchTemplates(cloud, identifiers);
    this.instances = new Instances(cloud, identifiers, this.templates, runner);
  }

  public readonly operations = {
    CreateLaunchTemplate: (input: CreateLaunchTemplateRequest, call: Call) => this.templates.create(input, call),
    CreateLaunchTemplateVersion: (input: CreateLaunchTemplateVersionRequest, call: Call) =>
      this.templates.createVersion(input, call),
    ModifyLaunchTemplate: (input: ModifyLaunchTemplateRequest) => this.templates.modify(input),
    DescribeLaunchTemplates: (input: DescribeLaunchTemplatesRequest) => this.templates.describe(input),
    DescribeLaunchTemplateVersions: (input: DescribeLaunchTemplateVersionsRequest) =>
      this.templates.describeVersions(input),
    DeleteLaunchTemplate: (input: DeleteLaunchTemplateRequest) => this.templates.delete(input),
    RunInstances: (input: RunInstancesRequest) => this.instances.run(input),
    DescribeInstances: (input: DescribeInstancesRequest) => this.instances.describe(input),
    DescribeInstanceStatus: (input: DescribeInstanceStatusRequest) => this.instances.status(input),
    TerminateInstances: (input: TerminateInstancesRequest) => this.instances.terminate(input),
    StopInstances: (input: StopInstancesRequest) => this.instances.stop(input),
    StartInstances: (input: StartInstancesRequest) => this.instances.start(input),
    DescribeNetworkInterfaces: (input: DescribeNetworkInterfacesRequest) => ({
      NetworkInterfaces: networkInterfaces(this.listInterfaces(), this.cloud.account, input.Filters),
    }),
    DescribeAvailabilityZones: (_input: DescribeAvailabilityZonesRequest) => ({
      AvailabilityZones: ['a', 'b', 'c'].map((letter, index) => ({
        ZoneName: `${this.cloud.region}${letter}`,
        ZoneId: `az${index + 1}`,
        RegionName: this.cloud.region,
        State: 'available' as const,
        ZoneType: 'availability-zone',
      })),
    }),
    DescribeVpcs: (_input: DescribeVpcsRequest) => ({ Vpcs: [] }),
    DescribeSubnets: (_input: DescribeSubnetsRequest) => ({ Subnets: [] }),
    DescribeSecurityGroups: (_input: DescribeSecurityGroupsRequest) => ({ SecurityGroups: [] }),
  };

  /** The version that a reference to a launch template means now. @throws AwsError when there is none */
  public launchTemplateVersion(reference: TemplateReference): ResolvedVersion {
    return this.templates.resolve(reference);
  }

  public tryFindInstance(id: string): Instance | undefined {
    return this.instances.tryFind(id);
  }

  /** The private address of an instance that runs or comes up; undefined for any other. */
  public addressOf(instanceId: string): string | undefined {
    const instance = this.instances.tryFind(instanceId);
    return instance && !instance.isEnding ? instance.toRun.privateAddress : undefined;
  }

  /** Ends every instance; resolves when their programs have ended. */
  public stop(): Promise<void> {
    return this.instances.end();
  }
}
