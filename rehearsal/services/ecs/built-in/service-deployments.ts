import { createHash } from 'node:crypto';
import type {
  ContinueServiceDeploymentRequest,
  CreateServiceRequest,
  DescribeServiceDeploymentsRequest,
  DescribeServiceRevisionsRequest,
  ListServiceDeploymentsRequest,
  StopServiceDeploymentRequest,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../../aws-error';
import type { Cloud } from '../../../cloud';
import type { Clusters } from '../clusters';
import type { ServiceState, TaskSetState } from '../state';
import type { TaskDefinitions } from '../task-definitions';
import type { TaskSets } from '../task-sets';
import { failureThreshold } from './circuit-breaker';
import { describeBriefly, describeDeployment, describeRevision } from './describe';
import type { Engine } from './forward';
import { Hooks } from './hooks';
import { Interruption } from './interruption';
import { isOver, type ServiceDeployment, type ServiceRevision } from './records';
import { runDeployment } from './run';

/** The deployments that ECS carries out by itself, and the service revisions that they bring up. */
export class ServiceDeployments {
  private readonly deployments: ServiceDeployment[] = [];
  private readonly revisions: { readonly service: ServiceState; readonly revision: ServiceRevision }[] = [];
  private readonly engine: Engine;

  constructor(
    private readonly cloud: Cloud,
    private readonly clusters: Clusters,
    private readonly definitions: TaskDefinitions,
    taskSets: TaskSets,
    ending: AbortSignal,
  ) {
    this.engine = { cloud, taskSets, hooks: new Hooks(cloud), ending };
  }

  /**
   * Begins a deployment of what the service's settings say now.
   *
   * @param before the settings of what serves now; none at a service's first deployment
   */
  public start(service: ServiceState, before?: CreateServiceRequest): ServiceDeployment {
    const running = this.running(service);
    const source = running ? survivorOf(running) : before && (this.live(service) ?? this.adopt(service, before));
    const deployment: ServiceDeployment = {
      arn: this.cloud.arn('ecs', `service-deployment/${service.cluster.name}/${service.name}/${this.id('deployment')}`),
      service,
      source,
      target: this.newRevision(service, service.settings),
      configuration: service.settings.deploymentConfiguration ?? {},
      createdAt: this.cloud.clock.now(),
      updatedAt: this.cloud.clock.now(),
      status: 'PENDING',
      weights: { production: 0, test: 0 },
      hooks: [],
      alarms: { status: 'DISABLED', triggered: [] },
      circuitBreaker: { status: 'DISABLED', threshold: failureThreshold(service.desiredCount) },
      interrupt: new AbortController(),
      committed: false,
    };
    this.deployments.push(deployment);
    void this.run(deployment, running);
    return deployment;
  }

  public list(input: ListServiceDeploymentsRequest) {
    const { arn } = this.clusters.findService(input.cluster, input.service);
    const after = input.createdAt?.after?.getTime() ?? 0;
    const found = this.deployments.filter(
      ({ service, status, createdAt }) =>
        service.arn === arn && createdAt >= after && (!input.status?.length || input.status.includes(status)),
    );
    return { serviceDeployments: found.toReversed().map(describeBriefly) };
  }

  public describe(input: DescribeServiceDeploymentsRequest) {
    const wanted = input.serviceDeploymentArns ?? [];
    const found = this.deployments.filter(({ arn }) => wanted.includes(arn));
    const missing = wanted.filter((arn) => !found.some((one) => one.arn === arn));
    return {
      serviceDeployments: found.map(describeDeployment),
      failures: missing.map((arn) => ({ arn, reason: 'MISSING' })),
    };
  }

  public describeRevisions(input: DescribeServiceRevisionsRequest) {
    const wanted = input.serviceRevisionArns ?? [];
    const found = this.revisions.filter(({ revision }) => wanted.includes(revision.arn));
    const missing = wanted.filter((arn) => !found.some(({ revision }) => revision.arn === arn));
    return {
      serviceRevisions: found.map(({ service, revision }) => describeRevision(service, revision)),
      failures: missing.map((arn) => ({ arn, reason: 'MISSING' })),
    };
  }

  public stop({ serviceDeploymentArn, stopType = 'ROLLBACK' }: StopServiceDeploymentRequest) {
    const deployment = this.find(serviceDeploymentArn);
    if (stopType !== 'ROLLBACK')
      throw new AwsError('InvalidParameterException', `stopType ${stopType} is not supported.`);
    if (isOver(deployment) || deployment.committed) {
      throw new AwsError('ConflictException', `The service deployment is in the ${deployment.status} state.`);
    }
    if (deployment.status === 'PENDING' || deployment.status === 'IN_PROGRESS') {
      deployment.status = 'ROLLBACK_REQUESTED';
      deployment.interrupt.abort(
        new Interruption('stop', 'Service deployment rolled back because it was stopped by a user.'),
      );
    }
    return { serviceDeploymentArn };
  }

  public continue({ serviceDeploymentArn, hookId, action = 'CONTINUE' }: ContinueServiceDeploymentRequest) {
    const hook = this.find(serviceDeploymentArn).hooks.find((one) => one.hookId === hookId);
    if (!hook) throw new AwsError('InvalidParameterException', `The hook ${hookId} was not found.`);
    if (hook.status !== 'AWAITING_ACTION')
      throw new AwsError('ConflictException', `The hook is in the ${hook.status} state.`);
    hook.decide?.(action === 'ROLLBACK' ? 'ROLLBACK' : 'CONTINUE');
    return { serviceDeploymentArn };
  }

  /** The service is deleted: nothing of it goes on, and nothing goes back. */
  public abandon(service: ServiceState): void {
    this.running(service)?.interrupt.abort(new Interruption('replaced', 'The service was deleted.', false));
  }

  /** The deployment of a service that has not ended. */
  private running(service: ServiceState): ServiceDeployment | undefined {
    return this.deployments.findLast((one) => one.service === service && !isOver(one));
  }

  /** One that runs is cut short first, and gives its traffic back. */
  private async run(deployment: ServiceDeployment, before: ServiceDeployment | undefined): Promise<void> {
    if (before) {
      before.status = 'STOP_REQUESTED';
      before.interrupt.abort(
        new Interruption('replaced', 'Service deployment stopped because a newer one was started.'),
      );
      while (!isOver(before) && !this.engine.ending.aborted) await this.cloud.clock.sleep(1_000, this.engine.ending);
    }
    deployment.service.settings = { ...deployment.service.settings, ...deployment.target.settings };
    await runDeployment(this.engine, deployment, before !== undefined);
  }

  /** What the last deployment left serving. */
  private live(service: ServiceState): ServiceRevision | undefined {
    const last = this.deployments.findLast((one) => one.service === service && isOver(one));
    return last?.status === 'SUCCESSFUL' ? last.target : last?.source;
  }

  /** A service that was released otherwise so far: what serves becomes its first revision. */
  private adopt(service: ServiceState, before: CreateServiceRequest): ServiceRevision | undefined {
    const set = service.taskSets.find(({ status }) => status === 'PRIMARY');
    if (!set) return undefined;
    const revision = this.newRevision(service, { ...before, taskDefinition: set.taskDefinitionArn });
    revision.set = set;
    revision.targetGroupArn = groupOf(set);
    return revision;
  }

  private newRevision(service: ServiceState, settings: CreateServiceRequest): ServiceRevision {
    const number = BigInt(`0x${this.id('revision').slice(0, 15)}`);
    const { taskDefinitionArn } = this.definitions.get(settings.taskDefinition);
    const revision: ServiceRevision = {
      arn: this.cloud.arn('ecs', `service-revision/${service.cluster.name}/${service.name}/${number}`),
      createdAt: this.cloud.clock.now(),
      settings: { ...settings, taskDefinition: taskDefinitionArn },
      targetGroupArn: '',
    };
    this.revisions.push({ service, revision });
    return revision;
  }

  private find(arn: string | undefined): ServiceDeployment {
    const found = this.deployments.find((one) => one.arn === arn);
    if (!found) throw new AwsError('ServiceDeploymentNotFoundException', 'Service deployment not found.');
    return found;
  }

  private id(kind: string): string {
    const count = this.deployments.length + this.revisions.length;
    return createHash('sha256').update(`${kind} ${count}`).digest('hex').slice(0, 22);
  }
}

/** What serves once a deployment that was cut short has ended. */
function survivorOf({ committed, source, target }: ServiceDeployment): ServiceRevision | undefined {
  return committed ? target : source;
}

function groupOf({ loadBalancers }: TaskSetState): string {
  return loadBalancers[0]?.targetGroupArn ?? '';
}
