import { rootOf } from '../../principal';
import { type Candidate, isCandidateInstance } from '../../programs';
import type { Colour } from '../../report';
import type { World } from '../../world';
import type { AsgColour, AsgDescriptor } from '../descriptor/asg';
import { shareOf } from '../shares';
import type { ServiceTraffic } from '../traffic-counter';
import { usersRequest } from '../users-request';
import type { UsersLoad } from '../workload';
import type { MovedTraffic } from './moved-traffic';

/** Two Auto Scaling groups behind one listener. */
export class AsgTraffic implements MovedTraffic {
  public readonly traffic: ServiceTraffic;
  private candidate?: Candidate;

  constructor(
    private readonly world: World,
    private readonly descriptor: AsgDescriptor,
  ) {
    const { listener, testListener, colours } = descriptor;
    this.traffic = {
      productionListeners: [listener],
      groups: { blue: colours.blue.targetGroup, green: colours.green.targetGroup },
      hasTestTraffic: testListener === listener,
    };
  }

  public weights(): Readonly<Record<Colour, number>> {
    const { blue, green } = this.traffic.groups;
    const { elbv2 } = this.world.aws;
    const { rule, listener } = this.descriptor;
    // The listener itself may lead to an existing group, too.
    const weights = rule ? elbv2.weightsOfRule(rule) : elbv2.weights(listener, [blue, green]);
    return shareOf({ blue: weights.get(blue) ?? 0, green: weights.get(green) ?? 0 });
  }

  public healthyTargets(colour: Colour): number {
    return this.world.aws.elbv2.healthyTargets(this.traffic.groups[colour]).length;
  }

  public async users(): Promise<UsersLoad> {
    const { loadBalancing } = this.world;
    const { listener, path } = this.descriptor;
    const request = usersRequest(loadBalancing.listener(listener), { path, groups: this.traffic.groups });
    return { url: `${await loadBalancing.urlOf(listener)}${request.path}`, headers: request.headers };
  }

  /** A revision where CodeDeploy brings them; else new versions of both launch templates, as the next `cdk deploy` would make them. */
  public async prepare(candidate: Candidate): Promise<object> {
    candidate.healthPath = await this.healthPath();
    this.candidate = candidate;
    return this.descriptor.application ? this.nextRevision(candidate) : this.nextVersions(candidate);
  }

  private async healthPath(): Promise<string> {
    const { cloud, elbv2 } = this.world.aws;
    const { TargetGroups: [group] = [] } = await cloud
      .client(elbv2, rootOf(cloud.account))
      .DescribeTargetGroups({ TargetGroupArns: [this.traffic.groups.blue] });
    return group?.HealthCheckPath ?? '/';
  }

  /** The instances of the rehearsal need no bundle: what their agent is told to start is the candidate. */
  private nextRevision(candidate: Candidate): object {
    const { cloud } = this.world.aws;
    const [Bucket, Key] = ['rehearsal', `candidate-${cloud.clock.now()}.zip`];
    candidate.revision = `s3://${Bucket}/${Key}`;
    return { revision: { RevisionType: 'S3', S3Location: { Bucket, Key, BundleType: 'zip' } } };
  }

  private async nextVersions(candidate: Candidate): Promise<object> {
    const { cloud, ec2 } = this.world.aws;
    const root = rootOf(cloud.account);
    const { colours } = this.descriptor;
    const nextVersion = async ({ launchTemplate, launchTemplateVersion, existing }: AsgColour) => {
      if (existing) return undefined;
      const { LaunchTemplateVersion: made } = await cloud.client(ec2, root).CreateLaunchTemplateVersion({
        LaunchTemplateId: launchTemplate,
        SourceVersion: launchTemplateVersion,
        LaunchTemplateData: {},
        VersionDescription: 'rehearsal',
      });
      return made?.VersionNumber ?? 0;
    };
    const versions = { blue: await nextVersion(colours.blue), green: await nextVersion(colours.green) };
    const ours = (['blue', 'green'] as const).flatMap((colour) => {
      const version = versions[colour];
      return version === undefined ? [] : [{ colour, version }];
    });
    candidate.launchTemplateVersions = new Map(
      ours.map(({ colour, version }) => [colours[colour].launchTemplate, version]),
    );
    return { launchTemplateVersions: Object.fromEntries(ours.map(({ colour, version }) => [colour, `${version}`])) };
  }

  public crashCandidate(): number {
    const { candidate } = this;
    return candidate ? this.world.instances.crash((instance) => isCandidateInstance(instance, candidate)) : 0;
  }

  public crashOne(): number {
    const { candidate } = this;
    const victim = candidate && this.world.instances.all.find((one) => isCandidateInstance(one, candidate));
    return this.world.instances.crash((instance) => instance === victim);
  }

  public async setWeights(weights: Readonly<Record<Colour, number>>): Promise<void> {
    const { cloud, elbv2 } = this.world.aws;
    const { blue, green } = this.traffic.groups;
    const TargetGroups = [
      { TargetGroupArn: blue, Weight: weights.blue },
      { TargetGroupArn: green, Weight: weights.green },
    ];
    const actions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }];
    const client = cloud.client(elbv2, rootOf(cloud.account));
    const { rule, listener } = this.descriptor;
    if (rule) await client.ModifyRule({ RuleArn: rule, Actions: actions });
    else await client.ModifyListener({ ListenerArn: listener, DefaultActions: actions });
  }
}
