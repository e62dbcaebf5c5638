import { randomUUID } from 'node:crypto';
import type {
  CreateDeploymentGroupInput,
  DeleteDeploymentGroupInput,
  DeploymentGroupInfo,
  GetDeploymentGroupInput,
  ListDeploymentGroupsInput,
  UpdateDeploymentGroupInput,
} from '@aws-sdk/client-codedeploy';
import type { DescribeServicesResponse } from '@aws-sdk/client-ecs';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { Applications } from './applications';
import { AsRole } from './as-role';
import type { DeploymentConfigs } from './deployment-configs';
import { checkGroup, checkName, checkRouting, pairOf } from './group-validation';
import { Interruption } from './interruption';
import type { GroupRecord } from './records';
import { findPrimary } from './task-set-pair';
import { moveTraffic } from './traffic';

/** The deployment groups. */
export class Groups {
  constructor(
    private readonly cloud: Cloud,
    private readonly applications: Applications,
    private readonly configs: DeploymentConfigs,
  ) {}

  public async create(input: CreateDeploymentGroupInput) {
    const application = this.applications.find(input.applicationName);
    const name = checkName(input.deploymentGroupName, 'DeploymentGroup');
    if (application.groups.has(name))
      throw new AwsError('DeploymentGroupAlreadyExistsException', `Deployment group already exists: ${name}`);
    const { tags = [], autoScalingGroups: _none, ...settings } = input;
    const deploymentGroupId = randomUUID();
    const info: DeploymentGroupInfo = {
      // the API's default is a config for servers (aws-facts 1.9): it is refused below, as ECS cannot use it
      deploymentConfigName: 'CodeDeployDefault.OneAtATime',
      ...settings,
      deploymentGroupId,
      computePlatform: 'ECS',
      autoRollbackConfiguration: settings.autoRollbackConfiguration ?? { enabled: false, events: [] },
      alarmConfiguration: settings.alarmConfiguration ?? { enabled: false, ignorePollAlarmFailure: false, alarms: [] },
      triggerConfigurations: settings.triggerConfigurations ?? [],
    };
    await this.check(info);
    application.groups.set(name, { info, tags });
    await this.writeWeights(info);
    return { deploymentGroupId };
  }

  public async update(input: UpdateDeploymentGroupInput) {
    const group = this.find(input.applicationName, input.currentDeploymentGroupName);
    const { currentDeploymentGroupName: current = '', newDeploymentGroupName, autoScalingGroups: _, ...rest } = input;
    const given = Object.entries(rest).filter(([, value]) => value !== undefined);
    const name = newDeploymentGroupName ?? current;
    const info: DeploymentGroupInfo = { ...group.info, ...Object.fromEntries(given), deploymentGroupName: name };
    checkName(name, 'DeploymentGroup');
    await this.check(info, group);
    group.info = info;
    const { groups } = this.applications.find(input.applicationName);
    groups.delete(current);
    groups.set(name, group);
    return { hooksNotCleanedUp: [] };
  }

  public get(input: GetDeploymentGroupInput) {
    return { deploymentGroupInfo: this.find(input.applicationName, input.deploymentGroupName).info };
  }

  public list(input: ListDeploymentGroupsInput) {
    const { groups } = this.applications.find(input.applicationName);
    return { applicationName: input.applicationName, deploymentGroups: [...groups.keys()] };
  }

  public delete(input: DeleteDeploymentGroupInput) {
    this.applications.find(input.applicationName).groups.delete(input.deploymentGroupName ?? '');
    return { hooksNotCleanedUp: [] };
  }

  /** @throws DeploymentGroupDoesNotExistException */
  public find(application: string | undefined, name: string | undefined): GroupRecord {
    const group = this.applications.find(application).groups.get(checkName(name, 'DeploymentGroup'));
    if (group) return group;
    throw new AwsError('DeploymentGroupDoesNotExistException', `No Deployment Group found for name: ${name}`);
  }

  private async check(info: DeploymentGroupInfo, self?: GroupRecord): Promise<void> {
    checkGroup(info, this.cloud.switches);
    checkRouting(info, this.configs.find(info.deploymentConfigName).trafficRoutingConfig);
    const [service] = info.ecsServices ?? [];
    const others = this.applications.all.flatMap(({ groups }) => [...groups.values()]).filter((one) => one !== self);
    const sameService = ({ info: { ecsServices: [other] = [] } }: GroupRecord) =>
      other?.clusterName === service?.clusterName && other?.serviceName === service?.serviceName;
    const owner = others.find(sameService);
    if (owner) {
      const text = `The ECS service ${service?.serviceName} is already associated with the deployment group ${owner.info.deploymentGroupName}.`;
      throw new AwsError('ECSServiceMappingLimitExceededException', text);
    }
    await this.checkService(info);
  }

  private async checkService(info: DeploymentGroupInfo): Promise<void> {
    const [{ clusterName = '', serviceName = '' } = {}] = info.ecsServices ?? [];
    const input = { cluster: clusterName, services: [serviceName] };
    const role = new AsRole(this.cloud, info.serviceRoleArn ?? '');
    const answer = await role.call<DescribeServicesResponse>('ecs', 'DescribeServices', input).catch(asException);
    const [service] = answer.services ?? [];
    if (!service)
      throw new AwsError('InvalidECSServiceException', `No ECS service found: ${clusterName}/${serviceName}`);
    if (service.deploymentController?.type === 'CODE_DEPLOY') return;
    const text = "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.";
    throw new AwsError('InvalidECSServiceException', text);
  }

  /** The production listener gets its weighted form, live 100 and idle 0 (aws-facts 1.2). */
  private async writeWeights(info: DeploymentGroupInfo): Promise<void> {
    const { switches } = this.cloud;
    const routing = this.configs.find(info.deploymentConfigName).trafficRoutingConfig;
    if (switches.is('codedeploy.listener-rewritten', 'with-first-deployment')) return;
    if (routing.type === 'AllAtOnce' && !switches.is('codedeploy.listener-rewritten', 'with-any-group')) return;
    const role = new AsRole(this.cloud, info.serviceRoleArn ?? '');
    try {
      const { original, idle } = await findPrimary(role, info);
      await moveTraffic(role, pairOf(info).prodTrafficRoute?.listenerArns?.[0] ?? '', [
        { targetGroupArn: original.targetGroupArn, weight: 100 },
        { targetGroupArn: idle.targetGroupArn, weight: 0 },
      ]);
    } catch (error) {
      // a group is created all the same; its first deployment meets the same error and tells it
      if (!(error instanceof Interruption)) throw error;
    }
  }
}

function asException(error: unknown): never {
  if (!(error instanceof Interruption)) throw error;
  const code = error.code === 'IAM_ROLE_PERMISSIONS' ? 'InvalidRoleException' : 'InvalidECSServiceException';
  throw new AwsError(code, error.message);
}
