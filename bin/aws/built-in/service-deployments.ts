import {
  ContinueServiceDeploymentCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  type ServiceDeployment,
  type ServiceRevision,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { openPauses } from '../../../lambda/shared/release/built-in-phase';
import type { BuiltInDescriptor } from '../../../rehearsal/release/descriptor/ecs-built-in';

/** What one call of DescribeServiceDeployments takes. */
const AT_ONCE = 20;

/** The deployments of one service by ECS itself. */
export class ServiceDeployments {
  constructor(
    private readonly ecs: ECSClient,
    private readonly descriptor: BuiltInDescriptor,
  ) {}

  /**
   * The newest deployments, newest first, at most `limit`. The one that made the service is none: nothing was live before it.
   */
  public async latest(limit: number): Promise<readonly ServiceDeployment[]> {
    const arns = (await this.list()).slice(0, limit + 1);
    const found: ServiceDeployment[] = [];
    for (let from = 0; from < arns.length; from += AT_ONCE) {
      const { serviceDeployments = [] } = await this.ecs.send(
        new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: arns.slice(from, from + AT_ONCE) }),
      );
      found.push(...serviceDeployments);
    }
    return found
      .filter(({ sourceServiceRevisions = [] }) => sourceServiceRevisions.length > 0)
      .sort((a, b) => time(b) - time(a))
      .slice(0, limit);
  }

  /** The deployment with an id (the last part of its ARN), or undefined. */
  public async tryFind(id: string): Promise<ServiceDeployment | undefined> {
    const arn = (await this.list()).find((one) => idOf(one) === id);
    if (!arn) return undefined;
    const { serviceDeployments = [] } = await this.ecs.send(
      new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
    );
    return serviceDeployments[0];
  }

  public async revision(arn: string | undefined): Promise<ServiceRevision | undefined> {
    if (!arn) return undefined;
    const { serviceRevisions = [] } = await this.ecs.send(
      new DescribeServiceRevisionsCommand({ serviceRevisionArns: [arn] }),
    );
    return serviceRevisions[0];
  }

  /** The ARN of a task definition, given as ARN, `family:revision` or `family` (its newest). */
  public async taskDefinition(name: string): Promise<string> {
    const { taskDefinition } = await this.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: name }));
    return taskDefinition?.taskDefinitionArn ?? name;
  }

  /** Starts a deployment and returns its id. */
  public async start(taskDefinition: string, forceNewDeployment: boolean): Promise<string> {
    const { cluster, service } = this.descriptor;
    await this.ecs.send(new UpdateServiceCommand({ cluster, service, taskDefinition, forceNewDeployment }));
    return idOf((await this.list())[0]);
  }

  /** Decides every pause that waits now; answers how many those were. */
  public async decide(deployment: ServiceDeployment, action: 'CONTINUE' | 'ROLLBACK'): Promise<number> {
    const { serviceDeploymentArn } = deployment;
    const pauses = openPauses(deployment);
    for (const { hookId } of pauses) {
      await this.ecs.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action }));
    }
    return pauses.length;
  }

  public async stop({ serviceDeploymentArn }: ServiceDeployment): Promise<void> {
    await this.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }));
  }

  private async list(): Promise<string[]> {
    const { cluster, service } = this.descriptor;
    const { serviceDeployments = [] } = await this.ecs.send(new ListServiceDeploymentsCommand({ cluster, service }));
    return serviceDeployments.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? []);
  }
}

/** `EZe5RNVLH6PPzHXINuP28`: what people call a deployment. */
export function idOf(arn: string | undefined): string {
  return arn?.split('/').at(-1) ?? '';
}

function time({ createdAt }: ServiceDeployment): number {
  return createdAt?.getTime() ?? 0;
}
