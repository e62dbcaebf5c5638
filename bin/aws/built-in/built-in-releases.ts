import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import { builtInPhase, hasEnded, openPauses } from '../../../lambda/shared/release/built-in-phase';
import type { BuiltInDescriptor } from '../../../rehearsal/release/descriptor/ecs-built-in';
import type { Look, Plan, Release, Releases, Traffic, Wanted, WayBack } from '../../commands/ports';
import { ReleaseRunning } from '../../commands/ports';
import { Problem } from '../../commands/problem';
import { shortVersion } from '../../views/version';
import { type Analysing, analysed, lookedAt } from '../analysed';
import type { EcsClients } from '../clients';
import { refuseOptions } from '../refuse-options';
import { idOf, ServiceDeployments } from './service-deployments';
import { colourOf, readTraffic } from './traffic';

/** Releases of a service by ECS itself. */
export class BuiltInReleases implements Releases {
  public readonly canFinish = false;
  private readonly deployments: ServiceDeployments;

  constructor(
    private readonly descriptor: BuiltInDescriptor,
    private readonly clients: EcsClients,
    private readonly analysis?: Analysing,
  ) {
    this.deployments = new ServiceDeployments(clients.ecs, descriptor);
  }

  public async look(id?: string): Promise<Look> {
    const [newest] = await this.deployments.latest(1);
    const deployment = id === undefined ? newest : await this.find(id);
    // After the deployment, so that the traffic is never older than what its status says.
    const traffic = await readTraffic(this.clients, this.descriptor, this.deployments, newest);
    if (!deployment) return { traffic };
    return { traffic, release: await lookedAt(await this.releaseOf(deployment), this.analysis) };
  }

  public async history(limit: number): Promise<readonly Release[]> {
    const found = await this.deployments.latest(limit);
    return Promise.all(found.map(async (one) => analysed(await this.releaseOf(one), this.analysis)));
  }

  public async has(id: string): Promise<boolean> {
    return (await this.deployments.tryFind(id)) !== undefined;
  }

  /** ECS would cut a running release short for a second one: so that is refused here. */
  public async plan(wanted: Wanted, traffic: Traffic): Promise<Plan> {
    // ECS has no place to keep what a person says about a deployment.
    refuseOptions(this.descriptor, wanted, ['launchTemplateVersion', 'revision', 'description', 'commitTime']);
    const version = await this.deployments.taskDefinition(wanted.taskDefinition ?? this.descriptor.taskFamily);
    const isLive = traffic.version === version;
    return {
      version,
      isLive,
      objections: async () => this.analysis?.objections(traffic.live, wanted.withoutData ?? false) ?? [],
      start: () => this.start(version, isLive),
    };
  }

  public async promote(id: string): Promise<void> {
    await this.decide(id, 'CONTINUE');
  }

  public async reject(id: string): Promise<void> {
    await this.decide(id, 'ROLLBACK');
  }

  public async finish(): Promise<void> {
    throw new Problem(
      `'--finish' does not apply to ${this.descriptor.path}: ECS ends the bake time by itself only; wait, or stop the release`,
    );
  }

  public async stop(id: string): Promise<void> {
    await this.deployments.stop(await this.find(id));
  }

  /** The previous colour is gone: going back is a new release of the previous version, with hooks and shift. */
  public async goBack({ id: from }: Release): Promise<WayBack> {
    const { sourceServiceRevisions = [] } = await this.find(from);
    const version = (await this.deployments.revision(sourceServiceRevisions[0]?.arn))?.taskDefinition;
    const { path, taskFamily } = this.descriptor;
    if (!version) {
      throw new Problem(
        `no version before ${from} is known to ECS; name the one to go back to: bluegreen release ${path} --task-definition ${taskFamily}:<revision>`,
        1,
      );
    }
    const id = await this.start(version, false);
    return {
      by: 'a new release',
      id,
      goal: 'succeeded',
      version,
      told: [
        `release ${from} of ${path} has ended, so going back is a new release, with its hooks and its shift`,
        `release ${id} of the previous version ${shortVersion(version)} has started`,
        `the stack still says otherwise: deploy the previous version too, or the next 'cdk deploy' changes nothing of this`,
      ],
    };
  }

  public async goBackTo(): Promise<WayBack> {
    throw new Problem(
      `'--to' does not apply to ${this.descriptor.path}: ECS knows which colour is live; leave it away`,
    );
  }

  private async start(version: string, force: boolean): Promise<string> {
    const [newest] = await this.deployments.latest(1);
    if (newest && !hasEnded(newest)) throw new ReleaseRunning(idOf(newest.serviceDeploymentArn));
    return this.deployments.start(version, force);
  }

  private async decide(id: string, action: 'CONTINUE' | 'ROLLBACK'): Promise<void> {
    if ((await this.deployments.decide(await this.find(id), action)) > 0) return;
    throw new Problem(`release ${id} does not wait for a person any more; 'bluegreen status' shows where it is`, 1);
  }

  private async find(id: string): Promise<ServiceDeployment> {
    const found = await this.deployments.tryFind(id);
    if (found) return found;
    throw new Problem(`there is no release '${id}' of ${this.descriptor.path}; 'bluegreen history' shows them`);
  }

  private async releaseOf(deployment: ServiceDeployment): Promise<Release> {
    const { colours } = this.descriptor;
    const revision = await this.deployments.revision(deployment.targetServiceRevision?.arn);
    const phase = builtInPhase(deployment);
    const [pause] = openPauses(deployment);
    return {
      id: idOf(deployment.serviceDeploymentArn),
      phase,
      ended: hasEnded(deployment),
      status: deployment.status ?? 'PENDING',
      event: deployment.status === 'IN_PROGRESS' ? deployment.lifecycleStage : undefined,
      candidate: colourOf(revision, { blue: colours.blue.targetGroup, green: colours.green.targetGroup }),
      reason: phase === 'succeeded' ? undefined : withPlace(deployment.rollback?.reason ?? deployment.statusReason),
      startedAt: deployment.createdAt,
      endedAt: deployment.finishedAt ?? deployment.stoppedAt,
      version: revision?.taskDefinition && shortVersion(revision.taskDefinition),
      waitsUntil: pause?.expiresAt,
      steps: [],
    };
  }
}

/** ECS does not say what a hook has found. */
function withPlace(reason: string | undefined): string | undefined {
  return reason?.includes('lifecycle hook(s) failed') ? `${reason}; the log of the hook's function says why` : reason;
}
