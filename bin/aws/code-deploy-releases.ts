import { reasonOf } from '../../lambda/shared/release/reason';
import type { EcsDescriptor } from '../../rehearsal/release/descriptor/ecs';
import { currentEvent, phaseOf } from '../../rehearsal/release/phase';
import type { Look, Plan, Release, Releases, Traffic, Wanted, WayBack } from '../commands/ports';
import { Problem } from '../commands/problem';
import { shortVersion } from '../views/version';
import { type Analysing, analysed, lookedAt } from './analysed';
import { sha256, taskDefinitionOf, withTaskDefinition } from './app-spec';
import { commitTimeOf } from './commit-time';
import type { Deployment } from './deployment';
import type { Deployments } from './deployments';
import { refuseOptions } from './refuse-options';

/** How many deployments are looked through for the version before the live one. */
const HISTORY = 25;

/** Releases of an ECS service, made by AWS CodeDeploy. */
export class CodeDeployReleases implements Releases {
  public readonly canFinish = true;
  constructor(
    private readonly service: EcsDescriptor,
    private readonly deployments: Deployments,
    private readonly analysis?: Analysing,
  ) {}

  /** An automatic rollback is a deployment too: it is shown as the end of the release that it rolls back. */
  public async look(id?: string): Promise<Look> {
    const deployment = id === undefined ? await this.newest() : await this.deployments.find(id);
    // After the deployment, so that the traffic is never older than what its status says.
    const traffic = await this.deployments.traffic(this.service);
    if (!deployment) return { traffic };
    const release = deployment.rollbackOf ? await this.deployments.find(deployment.rollbackOf) : deployment;
    const rollback = release.rollbackId ? await this.rollbackOf(release.rollbackId, deployment) : undefined;
    const told = releaseOf(release, candidateWeight(release, traffic), rollback);
    return { traffic, release: await lookedAt(told, this.analysis) };
  }

  public async history(limit: number): Promise<readonly Release[]> {
    const [found, traffic] = [
      // Each release may have been followed by its rollback.
      await this.deployments.latest(this.service, 2 * limit),
      await this.deployments.traffic(this.service),
    ];
    const releases = found.filter((one) => !one.rollbackOf).slice(0, limit);
    const told = releases.map((one, index) =>
      releaseOf(
        one,
        // The weights say something of the newest only.
        index === 0 ? candidateWeight(one, traffic) : 0,
        found.find(({ id }) => id === one.rollbackId),
      ),
    );
    return Promise.all(told.map((one) => analysed(one, this.analysis)));
  }

  public async has(id: string): Promise<boolean> {
    if (!id.startsWith('d-')) return false;
    const { application, deploymentGroup } = await this.deployments.find(id);
    return application === this.service.application && deploymentGroup === this.service.deploymentGroup;
  }

  public async plan(wanted: Wanted, traffic: Traffic): Promise<Plan> {
    refuseOptions(this.service, wanted, ['launchTemplateVersion', 'revision']);
    const { taskDefinition } = wanted;
    const description = describe(wanted);
    const appSpec = taskDefinition
      ? withTaskDefinition(this.service.appSpec, await this.deployments.taskDefinition(taskDefinition))
      : this.service.appSpec;
    const version = taskDefinitionOf(appSpec);
    return {
      version,
      isLive: traffic.version === version,
      objections: async () => this.analysis?.objections(traffic.live, wanted.withoutData ?? false) ?? [],
      start: () => this.deployments.create(this.service, { appSpec, sha256: sha256(appSpec), description }),
    };
  }

  public promote(id: string): Promise<void> {
    return this.deployments.promote(id);
  }

  /** CodeDeploy knows no refusal: a deployment that waits is stopped, before any production traffic has moved. */
  public reject(id: string): Promise<void> {
    return this.deployments.stop(id);
  }

  public finish(id: string): Promise<void> {
    return this.deployments.finish(id);
  }

  public stop(id: string): Promise<void> {
    return this.deployments.stop(id);
  }

  /** The previous colour is gone: going back is a new release of the previous version, with hooks and shift. */
  public async goBack({ id: from }: Release): Promise<WayBack> {
    const appSpec = await this.previousAppSpec(from);
    const version = taskDefinitionOf(appSpec);
    const description = `rollback of ${from} to ${shortVersion(version)}`;
    const id = await this.deployments.create(this.service, { appSpec, sha256: sha256(appSpec), description });
    return {
      by: 'a new release',
      id,
      goal: 'succeeded',
      version,
      told: [
        `release ${from} of ${this.service.path} has ended, so going back is a new release, with its hooks and its shift`,
        `release ${id} of the previous version ${shortVersion(version)} has started`,
      ],
    };
  }

  public async goBackTo(): Promise<WayBack> {
    throw new Problem(
      `'--to' does not apply to ${this.service.path}: CodeDeploy knows which colour is live; leave it away`,
    );
  }

  private async newest(): Promise<Deployment | undefined> {
    return (await this.deployments.latest(this.service, 1))[0];
  }

  private async rollbackOf(id: string, known: Deployment): Promise<Deployment> {
    return known.id === id ? known : this.deployments.find(id);
  }

  /** The AppSpec that was live before a release. */
  private async previousAppSpec(from: string): Promise<string> {
    const history = await this.deployments.latest(this.service, HISTORY);
    const sha = previousSha(from, history);
    if (sha) return this.deployments.appSpecOf(this.service, sha);
    throw new Problem(
      `no version before ${from} is known to CodeDeploy; name the one to go back to: ` +
        `bluegreen release ${this.service.path} --task-definition ${this.service.taskFamily}:<revision>`,
      1,
    );
  }
}

/** A deployment has no place for the commit's time but its description; release reports read it from there. */
function describe(wanted: Wanted): string | undefined {
  const commitTime = commitTimeOf(wanted);
  return commitTime === '' ? wanted.description : `${wanted.description ?? ''} [committed ${commitTime}]`.trim();
}

function releaseOf(release: Deployment, weight: number, rollback: Deployment | undefined): Release {
  const phase = phaseOf({ ...release, candidateWeight: weight, rollback: rollback?.status });
  return {
    id: release.id,
    phase,
    // CodeDeploy names the rollback deployment a little after the status has changed.
    ended: phase === 'succeeded' || (phase === 'rolled-back' && release.rollbackId !== undefined),
    status: release.status,
    event: release.status === 'InProgress' ? currentEvent(release.events)?.name : undefined,
    candidate: release.candidate,
    reason: phase === 'succeeded' ? undefined : reasonOf(release),
    rollback: release.rollbackId,
    startedAt: release.createdAt,
    endedAt: release.completedAt,
    description: release.description,
    steps: [],
  };
}

/** Share of production traffic on the candidate; without a known colour, what the live colour does not have. */
function candidateWeight({ candidate }: Deployment, { live, weights }: Traffic): number {
  return weights[candidate ?? (live === 'blue' ? 'green' : 'blue')];
}

/** What CodeDeploy says was there before; failing that, the newest other version that had succeeded earlier. */
function previousSha(from: string, history: readonly Deployment[]): string | undefined {
  const place = history.findIndex((one) => one.id === from);
  const live = history[place];
  if (live?.previousSha256 && live.previousSha256 !== live.sha256) return live.previousSha256;
  return history
    .slice(place + 1)
    .find((one) => one.status === 'Succeeded' && !one.rollbackOf && one.sha256 && one.sha256 !== live?.sha256)?.sha256;
}
