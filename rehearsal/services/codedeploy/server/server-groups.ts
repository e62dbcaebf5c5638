import { randomUUID } from 'node:crypto';
import type {
  CreateDeploymentGroupInput,
  DeploymentGroupInfo,
  UpdateDeploymentGroupInput,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../aws-error';
import type { Cloud } from '../../../cloud';
import type { Applications } from '../applications';
import { checkAlarms, checkName, checkRollback } from '../group-validation';
import type { Groups } from '../groups';
import { moveLaunchHooks } from './launch-hooks';
import type { ServerConfigs } from './server-configs';

/** The deployment groups for servers: in place, on Auto Scaling groups. */
export class ServerGroups {
  constructor(
    private readonly cloud: Cloud,
    private readonly applications: Applications,
    private readonly groups: Groups,
    private readonly configs: ServerConfigs,
  ) {}

  public async create(input: CreateDeploymentGroupInput) {
    const application = this.applications.find(input.applicationName);
    const name = checkName(input.deploymentGroupName, 'DeploymentGroup');
    if (application.groups.has(name))
      throw new AwsError('DeploymentGroupAlreadyExistsException', `Deployment group already exists: ${name}`);
    const { tags = [], autoScalingGroups: names = [], ...settings } = input;
    const info: DeploymentGroupInfo = {
      deploymentConfigName: 'CodeDeployDefault.OneAtATime',
      ...settings,
      deploymentGroupId: randomUUID(),
      computePlatform: 'Server',
      deploymentStyle: settings.deploymentStyle ?? IN_PLACE,
      autoRollbackConfiguration: settings.autoRollbackConfiguration ?? { enabled: false, events: [] },
      alarmConfiguration: settings.alarmConfiguration ?? { enabled: false, ignorePollAlarmFailure: false, alarms: [] },
      triggerConfigurations: settings.triggerConfigurations ?? [],
    };
    this.check(info);
    const autoScalingGroups = await moveLaunchHooks(this.cloud, info, names, []);
    application.groups.set(name, { info: { ...info, autoScalingGroups }, tags });
    return { deploymentGroupId: info.deploymentGroupId };
  }

  public async update(input: UpdateDeploymentGroupInput) {
    const group = this.groups.find(input.applicationName, input.currentDeploymentGroupName);
    const { currentDeploymentGroupName: current = '', newDeploymentGroupName, autoScalingGroups, ...rest } = input;
    const given = Object.entries(rest).filter(([, value]) => value !== undefined);
    const deploymentGroupName = checkName(newDeploymentGroupName ?? current, 'DeploymentGroup');
    const info: DeploymentGroupInfo = { ...group.info, ...Object.fromEntries(given), deploymentGroupName };
    this.check(info);
    const before = group.info.autoScalingGroups ?? [];
    const names = autoScalingGroups ?? before.map(({ name = '' }) => name);
    group.info = { ...info, autoScalingGroups: await moveLaunchHooks(this.cloud, info, names, before) };
    const { groups } = this.applications.find(input.applicationName);
    groups.delete(current);
    groups.set(deploymentGroupName, group);
    return { hooksNotCleanedUp: [] };
  }

  /** Its launch hooks go with it. */
  public async delete(applicationName: string | undefined, name: string | undefined) {
    const { groups } = this.applications.find(applicationName);
    const info = groups.get(name ?? '')?.info;
    if (info) await moveLaunchHooks(this.cloud, info, [], info.autoScalingGroups ?? []);
    groups.delete(name ?? '');
    return { hooksNotCleanedUp: [] };
  }

  private check(info: DeploymentGroupInfo): void {
    if (!info.serviceRoleArn) throw new AwsError('RoleRequiredException', 'The role ID was not specified.');
    const { deploymentType = 'IN_PLACE', deploymentOption = 'WITHOUT_TRAFFIC_CONTROL' } = info.deploymentStyle ?? {};
    if (deploymentType !== 'IN_PLACE' || deploymentOption !== 'WITHOUT_TRAFFIC_CONTROL') {
      const text = `the local AWS deploys to servers in place and without traffic control only, got ${deploymentType} ${deploymentOption}`;
      throw new AwsError('InvalidDeploymentStyleException', text);
    }
    this.configs.find(info.deploymentConfigName);
    checkAlarms(info.alarmConfiguration, this.cloud.switches);
    checkRollback(info.autoRollbackConfiguration);
  }
}

const IN_PLACE = { deploymentType: 'IN_PLACE', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL' } as const;
