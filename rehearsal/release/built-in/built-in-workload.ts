import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { rootOf } from '../../principal';
import type { Candidate } from '../../programs';
import type { Colour, HookReport } from '../../report';
import type { World } from '../../world';
import type { BuiltInDescriptor } from '../descriptor/ecs-built-in';
import { nextRevisionOf } from '../ecs/candidate';
import { functionName, hookReportsOf } from '../hook-reports';
import { shareOf } from '../shares';
import type { ServiceTraffic } from '../traffic-counter';
import { usersRequest } from '../users-request';
import type { StartedRelease, UsersLoad, Workload } from '../workload';
import { BuiltInRelease } from './built-in-release';

/** A service that ECS itself releases: by the update of it that `cdk deploy` would make. */
export class BuiltInWorkload implements Workload {
  public readonly kind = 'ecs-built-in';
  public readonly path: string;
  public readonly alarms: readonly string[];
  public readonly hasGate: boolean;
  public readonly isAnalysed: boolean;
  public readonly traffic: ServiceTraffic;
  private readonly groups: Readonly<Record<Colour, string>>;
  /** ARN of the candidate's task definition. */
  private candidate = '';

  constructor(
    private readonly world: World,
    private readonly descriptor: BuiltInDescriptor,
  ) {
    const { path, alarms, approvalSeconds, colours, productionListener, testListener, analysis } = descriptor;
    this.path = path;
    this.alarms = alarms;
    this.hasGate = approvalSeconds > 0;
    this.isAnalysed = analysis !== undefined;
    this.groups = { blue: colours.blue.targetGroup, green: colours.green.targetGroup };
    this.traffic = {
      productionListeners: [productionListener],
      groups: this.groups,
      hasTestTraffic: testListener === productionListener,
    };
  }

  public weights(): Readonly<Record<Colour, number>> {
    const weights = this.world.aws.elbv2.weightsOfRule(this.descriptor.productionRule);
    return shareOf({ blue: weights.get(this.groups.blue) ?? 0, green: weights.get(this.groups.green) ?? 0 });
  }

  public healthyTargets(colour: Colour): number {
    return this.world.aws.elbv2.healthyTargets(this.groups[colour]).length;
  }

  public async users(): Promise<UsersLoad> {
    const { loadBalancing } = this.world;
    const { path, productionListener } = this.descriptor;
    const request = usersRequest(loadBalancing.listener(productionListener), { path, groups: this.groups });
    return { url: `${await loadBalancing.urlOf(productionListener)}${request.path}`, headers: request.headers };
  }

  public async prepare(candidate: Candidate): Promise<void> {
    const { taskDefinition } = await this.ecs.RegisterTaskDefinition(nextRevisionOf(await this.liveTask()));
    this.candidate = taskDefinition?.taskDefinitionArn ?? '';
    candidate.healthPath = await this.healthPath();
    candidate.taskDefinitionArn = this.candidate;
  }

  public async start(): Promise<StartedRelease> {
    const { cluster, service } = this.descriptor;
    const startedAt = this.world.aws.cloud.clock.now();
    await this.ecs.UpdateService({ cluster, service, taskDefinition: this.candidate });
    const { serviceDeployments = [] } = await this.ecs.ListServiceDeployments({ cluster, service });
    const arn = serviceDeployments[0]?.serviceDeploymentArn ?? '';
    return new BuiltInRelease({
      aws: this.world.aws,
      arn,
      startedAt,
      looks: this.descriptor.analysis?.table,
      hooks: () => this.hooks(),
    });
  }

  public crashCandidate(): number {
    return this.world.tasks.crash(this.candidate);
  }

  public hooks(): HookReport[] {
    const stages = this.descriptor.hooks.map(({ stage, functionArn }) => [functionName(functionArn), stage] as const);
    return hookReportsOf(new Map(stages), this.world.aws.lambda.invocations);
  }

  private async liveTask(): Promise<TaskDefinition> {
    const { taskFamily, path } = this.descriptor;
    const { taskDefinition } = await this.ecs.DescribeTaskDefinition({ taskDefinition: taskFamily });
    if (!taskDefinition) throw new Error(`service '${path}' has no task definition '${taskFamily}'`);
    return taskDefinition;
  }

  private async healthPath(): Promise<string> {
    const { cloud, elbv2 } = this.world.aws;
    const client = cloud.client(elbv2, rootOf(cloud.account));
    const { TargetGroups = [] } = await client.DescribeTargetGroups({ TargetGroupArns: [this.groups.blue] });
    return TargetGroups[0]?.HealthCheckPath ?? '/';
  }

  private get ecs() {
    const { cloud, ecs } = this.world.aws;
    return cloud.client(ecs, rootOf(cloud.account));
  }
}
