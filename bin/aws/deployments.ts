import {
  ContinueDeploymentCommand,
  CreateDeploymentCommand,
  DeploymentLimitExceededException,
  type DeploymentTarget,
  GetApplicationRevisionCommand,
  GetDeploymentCommand,
  GetDeploymentTargetCommand,
  ListDeploymentsCommand,
  ListDeploymentTargetsCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import { ClientException, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import type { EcsDescriptor } from '../../rehearsal/release/descriptor/ecs';
import { ReleaseRunning, type Traffic } from '../commands/ports';
import { Problem } from '../commands/problem';
import type { EcsClients } from './clients';
import { type Deployment, readDeployment } from './deployment';
import { Groups } from './deployment-group';
import { readTraffic } from './traffic';

/** What to deploy. */
export interface Revision {
  readonly appSpec: string;
  /** Hex sha256 of `appSpec`. */
  readonly sha256: string;
  readonly description?: string;
}

/** The deployments of ECS services, as AWS CodeDeploy and ECS tell them. */
export interface Deployments {
  /** The newest deployments of the service, newest first, at most `limit`. */
  latest(service: EcsDescriptor, limit: number): Promise<readonly Deployment[]>;
  /** @throws Problem when there is no such deployment */
  find(id: string): Promise<Deployment>;
  traffic(service: EcsDescriptor): Promise<Traffic>;
  /**
   * Starts a deployment and returns its id.
   * @throws ReleaseRunning when one is running already
   */
  create(service: EcsDescriptor, revision: Revision): Promise<string>;
  /** Lets a deployment that waits for a person go on to production traffic. */
  promote(id: string): Promise<void>;
  /** Ends the bake time now: the previous colour is terminated. */
  finish(id: string): Promise<void>;
  /** Stops a running deployment and rolls it back. */
  stop(id: string): Promise<void>;
  /** The AppSpec text of a revision that was deployed before. */
  appSpecOf(service: EcsDescriptor, sha256: string): Promise<string>;
  /**
   * The full ARN of a task definition, given as ARN, `family:revision` or `family` (its latest).
   * @throws Problem when there is no such task definition
   */
  taskDefinition(name: string): Promise<string>;
}

/** Deployments through the SDK. */
export class SdkDeployments implements Deployments {
  private readonly groups: Groups;

  constructor(private readonly clients: EcsClients) {
    this.groups = new Groups(clients.codeDeploy);
  }

  public async latest({ application, deploymentGroup }: EcsDescriptor, limit: number): Promise<readonly Deployment[]> {
    const { deployments = [] } = await this.clients.codeDeploy.send(
      new ListDeploymentsCommand({ applicationName: application, deploymentGroupName: deploymentGroup }),
    );
    // ListDeployments answers newest first, but does not promise it: of what may be the newest, look at one more.
    const found = await Promise.all(deployments.slice(0, limit + 1).map((id) => this.find(id)));
    return found.sort((a, b) => time(b) - time(a)).slice(0, limit);
  }

  public async find(id: string): Promise<Deployment> {
    const { deploymentInfo } = await this.clients.codeDeploy.send(new GetDeploymentCommand({ deploymentId: id }));
    if (!deploymentInfo) throw new Problem(`there is no deployment '${id}'`);
    const [target, group] = await Promise.all([
      this.target(id),
      this.groups.get(deploymentInfo.applicationName ?? '', deploymentInfo.deploymentGroupName ?? ''),
    ]);
    return readDeployment(deploymentInfo, target, group.pair);
  }

  public async traffic(service: EcsDescriptor): Promise<Traffic> {
    return readTraffic(this.clients, service, await this.groups.get(service.application, service.deploymentGroup));
  }

  public async create({ application, deploymentGroup }: EcsDescriptor, revision: Revision): Promise<string> {
    try {
      const { deploymentId = '' } = await this.clients.codeDeploy.send(
        new CreateDeploymentCommand({
          applicationName: application,
          deploymentGroupName: deploymentGroup,
          description: revision.description,
          revision: {
            revisionType: 'AppSpecContent',
            appSpecContent: { content: revision.appSpec, sha256: revision.sha256 },
          },
        }),
      );
      return deploymentId;
    } catch (error) {
      // CodeDeploy names the running deployment in the text only.
      const running =
        error instanceof DeploymentLimitExceededException && /active Deployment '([^']+)'/i.exec(error.message);
      if (running) throw new ReleaseRunning(running[1]);
      throw error;
    }
  }

  public async promote(id: string): Promise<void> {
    await this.continue(id, 'READY_WAIT');
  }

  public async finish(id: string): Promise<void> {
    await this.continue(id, 'TERMINATION_WAIT');
  }

  public async stop(id: string): Promise<void> {
    await this.clients.codeDeploy.send(new StopDeploymentCommand({ deploymentId: id, autoRollbackEnabled: true }));
  }

  public async appSpecOf({ application }: EcsDescriptor, sha256: string): Promise<string> {
    const { revision } = await this.clients.codeDeploy.send(
      new GetApplicationRevisionCommand({
        applicationName: application,
        revision: { revisionType: 'AppSpecContent', appSpecContent: { sha256 } },
      }),
    );
    const content = revision?.appSpecContent?.content;
    if (content) return content;
    throw new Problem(
      `CodeDeploy has no AppSpec text of revision ${sha256} any more; name a version instead: bluegreen release --task-definition`,
      1,
    );
  }

  public async taskDefinition(name: string): Promise<string> {
    try {
      const { taskDefinition } = await this.clients.ecs.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: name }),
      );
      return taskDefinition?.taskDefinitionArn ?? name;
    } catch (error) {
      // ECS says no more than that it cannot describe it.
      if (!(error instanceof ClientException)) throw error;
      throw new Problem(`there is no task definition '${name}'; give an ARN, 'family:revision' or 'family'`, 2, {
        cause: error,
      });
    }
  }

  private async continue(deploymentId: string, deploymentWaitType: 'READY_WAIT' | 'TERMINATION_WAIT'): Promise<void> {
    await this.clients.codeDeploy.send(new ContinueDeploymentCommand({ deploymentId, deploymentWaitType }));
  }

  /** An ECS deployment has one target, `cluster:service`, and none in its first moments. */
  private async target(deploymentId: string): Promise<DeploymentTarget | undefined> {
    try {
      const { targetIds = [] } = await this.clients.codeDeploy.send(new ListDeploymentTargetsCommand({ deploymentId }));
      if (!targetIds[0]) return undefined;
      const { deploymentTarget } = await this.clients.codeDeploy.send(
        new GetDeploymentTargetCommand({ deploymentId, targetId: targetIds[0] }),
      );
      return deploymentTarget;
    } catch (error) {
      if (error instanceof Error && NO_TARGET_YET.has(error.name)) return undefined;
      throw error;
    }
  }
}

const NO_TARGET_YET = new Set(['DeploymentNotStartedException', 'DeploymentTargetDoesNotExistException']);

function time({ createdAt }: Deployment): number {
  return createdAt?.getTime() ?? 0;
}
