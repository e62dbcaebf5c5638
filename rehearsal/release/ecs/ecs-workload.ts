import { createHash } from 'node:crypto';
import { rootOf } from '../../principal';
import type { Candidate } from '../../programs';
import type { Colour, HookReport } from '../../report';
import type { World } from '../../world';
import { shareOf } from '../shares';
import type { ServiceTraffic } from '../traffic-counter';
import { usersRequest } from '../users-request';
import type { ReleaseRequest, StartedRelease, UsersLoad, Workload } from '../workload';
import { nextRevisionOf, withTaskDefinition } from './candidate';
import type { EcsService } from './describe-service';
import { EcsRelease } from './ecs-release';
import { hookReports } from './hook-reports';

/** An ECS service that CodeDeploy releases. */
export class EcsWorkload implements Workload {
  public readonly kind = 'ecs';
  public readonly path: string;
  public readonly alarms: readonly string[];
  public readonly hasGate: boolean;
  public readonly isAnalysed: boolean;
  public readonly traffic: ServiceTraffic;
  /** ARN of the candidate's task definition. */
  private candidate = '';
  private release?: EcsRelease;

  constructor(
    private readonly world: World,
    private readonly service: EcsService,
  ) {
    this.path = service.path;
    this.alarms = service.alarms;
    this.hasGate = service.hasGate;
    this.isAnalysed = service.analysis !== undefined;
    this.traffic = { productionListeners: [service.productionListener], groups: service.groups };
  }

  public weights(): Readonly<Record<Colour, number>> {
    const { productionListener, groups } = this.service;
    const weights = this.world.aws.elbv2.weights(productionListener, Object.values(groups));
    return shareOf({ blue: weights.get(groups.blue) ?? 0, green: weights.get(groups.green) ?? 0 });
  }

  public healthyTargets(colour: Colour): number {
    return this.world.aws.elbv2.healthyTargets(this.service.groups[colour]).length;
  }

  public async users(): Promise<UsersLoad> {
    const { loadBalancing } = this.world;
    const { productionListener } = this.service;
    const { path, headers } = usersRequest(loadBalancing.listener(productionListener), this.service);
    return { url: `${await loadBalancing.urlOf(productionListener)}${path}`, headers };
  }

  public async prepare(candidate: Candidate): Promise<void> {
    const { cloud, ecs } = this.world.aws;
    const client = cloud.client(ecs, rootOf(cloud.account));
    const { taskDefinition } = await client.RegisterTaskDefinition(nextRevisionOf(this.service.taskDefinition));
    this.candidate = taskDefinition?.taskDefinitionArn ?? '';
    candidate.healthPath = this.service.healthPath;
    candidate.taskDefinitionArn = this.candidate;
  }

  public async start({ description, commitTime, live }: ReleaseRequest): Promise<StartedRelease> {
    const { cloud, codeDeploy } = this.world.aws;
    const content = withTaskDefinition(this.service.appSpec, this.candidate);
    const { deploymentId = '' } = await cloud.client(codeDeploy, rootOf(cloud.account)).CreateDeployment({
      applicationName: this.service.application,
      deploymentGroupName: this.service.deploymentGroup,
      // As `bluegreen release --commit-time` writes it.
      description: `${description} [committed ${commitTime}]`,
      revision: {
        revisionType: 'AppSpecContent',
        appSpecContent: { content, sha256: createHash('sha256').update(content).digest('hex') },
      },
    });
    const startedAt = cloud.clock.now();
    this.release = new EcsRelease({
      aws: this.world.aws,
      service: this.service,
      id: deploymentId,
      live,
      startedAt,
      weights: () => this.weights(),
      hooks: () => this.hooks(),
    });
    return this.release;
  }

  public crashCandidate(): number {
    return this.world.tasks.crash(this.candidate);
  }

  public hooks(): HookReport[] {
    return hookReports(this.service.appSpec, this.world.aws.lambda.invocations, this.release?.brokenOffAt);
  }
}
