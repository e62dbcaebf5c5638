import type {
  BatchGetDeploymentsInput,
  BatchGetDeploymentTargetsInput,
  CreateDeploymentConfigInput,
  CreateDeploymentGroupInput,
  CreateDeploymentInput,
  DeleteDeploymentConfigInput,
  DeleteDeploymentGroupInput,
  GetDeploymentConfigInput,
  GetDeploymentInput,
  GetDeploymentTargetInput,
  ListDeploymentsInput,
  ListDeploymentTargetsInput,
  StopDeploymentInput,
  UpdateDeploymentGroupInput,
} from '@aws-sdk/client-codedeploy';
import { ServerConfigs } from './server-configs';
import { ServerDeployments, type ServerDeploymentTools } from './server-deployments';
import { ServerGroups } from './server-groups';

/**
 * CodeDeploy's operations as far as they are about servers: each answers undefined when what it is asked for belongs to
 * another platform.
 */
export class ServerPlatform {
  private readonly configs: ServerConfigs;
  private readonly serverGroups: ServerGroups;
  private readonly deployments: ServerDeployments;

  constructor(private readonly tools: Omit<ServerDeploymentTools, 'configs'>) {
    const { cloud, applications, groups } = tools;
    this.configs = new ServerConfigs(cloud);
    this.serverGroups = new ServerGroups(cloud, applications, groups, this.configs);
    this.deployments = new ServerDeployments({ ...tools, configs: this.configs });
  }

  public get configNames(): string[] {
    return this.configs.names;
  }

  /** Configs are for servers when nothing else is said, as in AWS. */
  public createConfig(input: CreateDeploymentConfigInput) {
    const isServer = (input.computePlatform ?? 'Server') === 'Server' && input.minimumHealthyHosts;
    return isServer ? this.configs.create(input) : undefined;
  }

  public getConfig({ deploymentConfigName: name }: GetDeploymentConfigInput) {
    return this.configs.has(name) ? { deploymentConfigInfo: this.configs.find(name) } : undefined;
  }

  public deleteConfig({ deploymentConfigName: name = '' }: DeleteDeploymentConfigInput) {
    if (!this.configs.has(name)) return undefined;
    this.configs.delete(name);
    return {};
  }

  public createGroup(input: CreateDeploymentGroupInput) {
    return this.isServer(input.applicationName) ? this.serverGroups.create(input) : undefined;
  }

  public updateGroup(input: UpdateDeploymentGroupInput) {
    return this.isServer(input.applicationName) ? this.serverGroups.update(input) : undefined;
  }

  public deleteGroup({ applicationName, deploymentGroupName }: DeleteDeploymentGroupInput) {
    if (!this.isServer(applicationName)) return undefined;
    return this.serverGroups.delete(applicationName, deploymentGroupName);
  }

  public createDeployment(input: CreateDeploymentInput) {
    return this.isServer(input.applicationName) ? this.deployments.create(input) : undefined;
  }

  public getDeployment({ deploymentId }: GetDeploymentInput) {
    const record = this.deployments.tryFind(deploymentId);
    return record && this.deployments.describe(record);
  }

  public batchGet({ deploymentIds = [] }: BatchGetDeploymentsInput) {
    const found = deploymentIds.flatMap((id) => this.deployments.tryFind(id) ?? []);
    return found.map((one) => this.deployments.describe(one).deploymentInfo);
  }

  public listDeployments(input: ListDeploymentsInput): string[] {
    const { applicationName, deploymentGroupName, includeOnlyStatuses: statuses, createTimeRange: range } = input;
    return this.deployments
      .listOf(applicationName, deploymentGroupName)
      .filter(
        ({ status, createTime }) =>
          (!statuses?.length || statuses.includes(status)) &&
          (!range?.start || createTime >= range.start.getTime()) &&
          (!range?.end || createTime <= range.end.getTime()),
      )
      .map(({ id }) => id);
  }

  public listTargets({ deploymentId }: ListDeploymentTargetsInput) {
    const record = this.deployments.tryFind(deploymentId);
    return record && this.deployments.targets(record);
  }

  public getTarget({ deploymentId, targetId }: GetDeploymentTargetInput) {
    const record = this.deployments.tryFind(deploymentId);
    return record && { deploymentTarget: this.deployments.target(record, targetId) };
  }

  public batchGetTargets({ deploymentId, targetIds = [] }: BatchGetDeploymentTargetsInput) {
    const record = this.deployments.tryFind(deploymentId);
    return record && { deploymentTargets: targetIds.map((id) => this.deployments.target(record, id)) };
  }

  public stopDeployment(input: StopDeploymentInput) {
    const record = this.deployments.tryFind(input.deploymentId);
    return record && this.deployments.stop(record, input);
  }

  private isServer(applicationName: string | undefined): boolean {
    return this.tools.applications.isServer(applicationName);
  }
}
