import {
  type AutoScalingClient,
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  type Action,
  DescribeListenersCommand,
  DescribeRulesCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { AsgDescriptor } from '../../../rehearsal/release/descriptor/asg';
import type { Colour } from '../../../rehearsal/report';
import { pairsOption } from '../../commands/number-option';
import type { Traffic, Wanted } from '../../commands/ports';
import { Problem } from '../../commands/problem';
import { refuseOptions } from '../refuse-options';
import { type ByColour, healthyTargets, percentages } from '../target-groups';
import { revisionUrl, s3Revision } from './s3-revision';
import { type Candidate, type MachineWorkload, otherThan } from './workload';

/** Two Auto Scaling groups behind a load balancer. */
export class AsgWorkload implements MachineWorkload {
  public readonly bringsUp = 'is brought up again first, then it gets';

  constructor(
    private readonly service: AsgDescriptor,
    private readonly clients: {
      readonly elb: ElasticLoadBalancingV2Client;
      readonly autoScaling: AutoScalingClient;
    },
  ) {}

  public async traffic(live: Colour): Promise<Omit<Traffic, 'live' | 'firing'>> {
    const { blue, green } = this.service.colours;
    const arns = { blue: blue.targetGroup, green: green.targetGroup };
    const [actions, blueHealthy, greenHealthy, version] = await Promise.all([
      this.actions(),
      healthyTargets(this.clients.elb, arns.blue),
      healthyTargets(this.clients.elb, arns.green),
      this.version(live),
    ]);
    return { weights: percentages(actions, arns), healthyTargets: { blue: blueHealthy, green: greenHealthy }, version };
  }

  /** By default the newest versions of the launch templates, which the last `cdk deploy` made, and the revision that it wanted. */
  public candidate(wanted: Wanted, { live, version }: Traffic): Candidate {
    refuseOptions(this.service, wanted, ['taskDefinition']);
    if (wanted.revision !== undefined) return this.revision(wanted);
    const launchTemplateVersions = this.versions(wanted.launchTemplateVersion ?? []);
    const { revision } = this.service;
    if (revision && !wanted.launchTemplateVersion) {
      return { input: { launchTemplateVersions, revision }, version: revisionUrl(revision), isLive: false };
    }
    const named = (colour: Colour) => this.named(colour, launchTemplateVersions[colour]);
    return {
      input: { launchTemplateVersions },
      version: named(otherThan(live)),
      isLive: !this.service.colours[live].existing && version === named(live),
    };
  }

  /** What is live now carries the load of now; instances that still answer may be about to go, so the group's goal counts too. */
  public async needsBringUp(previous: Colour): Promise<boolean> {
    const { colours } = this.service;
    const [healthy, needed, { DesiredCapacity = 0 }] = await Promise.all([
      healthyTargets(this.clients.elb, colours[previous].targetGroup),
      healthyTargets(this.clients.elb, colours[otherThan(previous)].targetGroup),
      this.group(previous),
    ]);
    const has = Math.min(healthy, DesiredCapacity);
    return has === 0 || has < needed;
  }

  /** A stack may have replaced a group, or an existing one by one of ours, since the release: its first instances were never live. */
  public async isNewer(colour: Colour, than: Date): Promise<boolean> {
    const { CreatedTime } = await this.group(colour);
    return CreatedTime !== undefined && CreatedTime > than;
  }

  private revision({ revision = '', launchTemplateVersion }: Wanted): Candidate {
    const { application, path } = this.service;
    if (!application) {
      throw new Problem(
        `'--revision' needs a CodeDeploy application, and ${path} has none; its instances come from their launch template`,
      );
    }
    if (launchTemplateVersion) throw new Problem("give either '--revision' or '--launch-template-version', not both");
    return { input: { revision: s3Revision(revision) }, version: revision, isLive: false };
  }

  private versions(given: readonly string[]): Partial<ByColour<string>> {
    const { blue, green } = this.service.colours;
    const named = pairsOption('--launch-template-version', given);
    for (const [colour, version] of Object.entries(named)) {
      if ((colour === 'blue' || colour === 'green') && /^[1-9]\d*$/.test(version)) continue;
      throw new Problem(
        `'--launch-template-version' must be blue=<number> or green=<number>, got '${colour}=${version}'`,
      );
    }
    return {
      ...(!blue.existing && { blue: blue.launchTemplateVersion }),
      ...(!green.existing && { green: green.launchTemplateVersion }),
      ...named,
    };
  }

  private named(colour: Colour, version = ''): string {
    const { launchTemplate, group, existing } = this.service.colours[colour];
    if (existing) return `the existing group ${group}`;
    return `${launchTemplate} version ${version}`;
  }

  private async version(colour: Colour): Promise<string | undefined> {
    const { LaunchTemplate, MixedInstancesPolicy } = await this.group(colour);
    const { Version } = LaunchTemplate ?? MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification ?? {};
    return this.service.colours[colour].existing || Version ? this.named(colour, Version) : undefined;
  }

  private async group(colour: Colour): Promise<AutoScalingGroup> {
    const { group } = this.service.colours[colour];
    const { AutoScalingGroups = [] } = await this.clients.autoScaling.send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [group] }),
    );
    if (AutoScalingGroups[0]) return AutoScalingGroups[0];
    throw new Problem(
      `the Auto Scaling group '${group}' of ${this.service.path} does not exist; deploy its stack again`,
    );
  }

  private async actions(): Promise<readonly Action[]> {
    const { rule, listener, path } = this.service;
    if (rule) {
      const { Rules = [] } = await this.clients.elb.send(new DescribeRulesCommand({ RuleArns: [rule] }));
      return Rules[0]?.Actions ?? [];
    }
    const { Listeners = [] } = await this.clients.elb.send(new DescribeListenersCommand({ ListenerArns: [listener] }));
    if (Listeners[0]) return Listeners[0].DefaultActions ?? [];
    throw new Problem(`the production listener ${listener} of ${path} does not exist; deploy its stack again`);
  }
}
