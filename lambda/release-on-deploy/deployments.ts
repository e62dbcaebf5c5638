import { createHash } from 'node:crypto';
import {
  type CodeDeployClient,
  ContinueDeploymentCommand,
  CreateDeploymentCommand,
  type DeploymentInfo,
  GetDeploymentCommand,
  GetDeploymentTargetCommand,
  ListDeploymentsCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import { DescribeServicesCommand, type ECSClient, type TaskSet } from '@aws-sdk/client-ecs';
import { isNamed } from '../shared/stack-under-update';
import type { Progress } from './decide';
import { isRunning, progressOf } from './deployment-progress';
import type { DeploymentTarget } from './environment';
import { type Mark, readMark, renderDescription } from './marks';
import type { Releases, Situation } from './releases';
import { renderRestore, revisionOf } from './restore-app-spec';

/** How many of the newest deployments are looked through: a release is followed by its rollback. */
const NEWEST = 10;

/** What goes back needs no steps: the version has proved itself. */
const AT_ONCE = 'CodeDeployDefault.ECSAllAtOnce';

/** Releases of an ECS service by CodeDeploy. */
export class Deployments implements Releases {
  constructor(
    private readonly clients: { readonly codeDeploy: CodeDeployClient; readonly ecs: ECSClient },
    private readonly target: DeploymentTarget,
  ) {}

  public async isLive(): Promise<boolean> {
    return (await this.live())?.taskDefinition === this.target.TaskDefinition;
  }

  public async situation(mark: Mark): Promise<Situation> {
    const [newest, live] = await Promise.all([this.newest(), this.live()]);
    const ours = newest.flatMap((info) => {
      const found = readMark(info.description);
      return found ? [{ id: info.deploymentId ?? '', ...found }] : [];
    });
    const started = ours.find(({ request }) => request !== mark.request);
    return {
      own: ours.find(({ request }) => request === mark.request)?.id,
      started: started && {
        ...started,
        progress: await this.progress(started.id),
        // A task set bears the id of the deployment that made it (aws-facts 1.2).
        isLive: live?.externalId === started.id,
      },
      running: newest.find(isRunning)?.deploymentId,
    };
  }

  public async start(mark: Mark, why: string): Promise<string> {
    const live = await this.live();
    return this.create(
      this.target.AppSpec,
      renderDescription(why, { ...mark, before: revisionOf(live?.taskDefinition, this.target) }),
    );
  }

  public async progress(deploymentId: string): Promise<Progress> {
    const info = await this.find(deploymentId);
    const rollbackId = info.rollbackInfo?.rollbackDeploymentId;
    const [deploymentTarget, rollback] = await Promise.all([
      this.targetOf(deploymentId),
      rollbackId ? this.find(rollbackId) : undefined,
    ]);
    return progressOf(info, deploymentTarget, rollback);
  }

  public async sendBack(deploymentId: string): Promise<void> {
    await this.clients.codeDeploy.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true }));
  }

  /** The previous tasks are gone: going back is a deployment, but without steps and hooks. */
  public async restore(release: string, mark: Mark, why: string) {
    const before = readMark((await this.find(release)).description)?.before;
    const text = renderRestore(this.target, before);
    const id = await this.create(text, renderDescription(why, mark), AT_ONCE);
    return { id, waitsFor: 'shifted' as const };
  }

  public async letPass(deploymentId: string): Promise<void> {
    if ((await this.find(deploymentId)).status !== 'Ready') return;
    await this.clients.codeDeploy.send(
      new ContinueDeploymentCommand({ deploymentId, deploymentWaitType: 'READY_WAIT' }),
    );
  }

  /** The PRIMARY task set is the one that serves production, whatever the service itself says. */
  private async live(): Promise<TaskSet | undefined> {
    const { services = [] } = await this.clients.ecs.send(
      new DescribeServicesCommand({ cluster: this.target.Cluster, services: [this.target.Service] }),
    );
    return services[0]?.taskSets?.find(({ status }) => status === 'PRIMARY');
  }

  private async create(content: string, description: string, deploymentConfigName?: string): Promise<string> {
    const { deploymentId = '' } = await this.clients.codeDeploy.send(
      new CreateDeploymentCommand({
        applicationName: this.target.Application,
        deploymentGroupName: this.target.DeploymentGroup,
        deploymentConfigName,
        description,
        revision: {
          revisionType: 'AppSpecContent',
          appSpecContent: { content, sha256: createHash('sha256').update(content).digest('hex') },
        },
      }),
    );
    return deploymentId;
  }

  private async newest(): Promise<DeploymentInfo[]> {
    const { deployments = [] } = await this.clients.codeDeploy.send(
      new ListDeploymentsCommand({
        applicationName: this.target.Application,
        deploymentGroupName: this.target.DeploymentGroup,
      }),
    );
    // Newest first, though that is not promised.
    const found = await Promise.all(deployments.slice(0, NEWEST).map((id) => this.find(id)));
    return found.sort((a, b) => (b.createTime?.getTime() ?? 0) - (a.createTime?.getTime() ?? 0));
  }

  private async find(deploymentId: string): Promise<DeploymentInfo> {
    const { deploymentInfo } = await this.clients.codeDeploy.send(new GetDeploymentCommand({ deploymentId }));
    if (!deploymentInfo) throw new Error(`CodeDeploy says nothing of deployment '${deploymentId}'`);
    return deploymentInfo;
  }

  /** In its first moments a deployment has none. */
  private async targetOf(deploymentId: string) {
    try {
      const targetId = `${this.target.Cluster}:${this.target.Service}`;
      const { deploymentTarget } = await this.clients.codeDeploy.send(
        new GetDeploymentTargetCommand({ deploymentId, targetId }),
      );
      return deploymentTarget;
    } catch (error) {
      if (isNamed(error, 'DeploymentNotStartedException', 'DeploymentTargetDoesNotExistException')) return undefined;
      throw error;
    }
  }
}
