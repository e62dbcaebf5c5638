import { setMaxListeners } from 'node:events';
import type {
  BatchGetDeploymentsInput,
  BatchGetDeploymentTargetsInput,
  ContinueDeploymentInput,
  CreateApplicationInput,
  CreateDeploymentConfigInput,
  CreateDeploymentGroupInput,
  CreateDeploymentInput,
  DeleteApplicationInput,
  DeleteDeploymentConfigInput,
  DeleteDeploymentGroupInput,
  GetApplicationInput,
  GetApplicationRevisionInput,
  GetDeploymentConfigInput,
  GetDeploymentGroupInput,
  GetDeploymentInput,
  GetDeploymentTargetInput,
  ListDeploymentGroupsInput,
  ListDeploymentsInput,
  ListDeploymentTargetsInput,
  ListTagsForResourceInput,
  PutLifecycleEventHookExecutionStatusInput,
  RegisterApplicationRevisionInput,
  SkipWaitTimeForInstanceTerminationInput,
  StopDeploymentInput,
  TagResourceInput,
  UntagResourceInput,
  UpdateDeploymentGroupInput,
} from '@aws-sdk/client-codedeploy';
import type { Cloud } from '../../cloud';
import type { DeploymentAgent } from '../../ports';
import type { Service } from '../../service';
import { Applications } from './applications';
import { DeploymentConfigs } from './deployment-configs';
import { Deployments } from './deployments';
import { Groups } from './groups';
import { ServerPlatform } from './server/server-platform';
import { Tags } from './tags';

export { CODEDEPLOY_SWITCHES } from './switches';

/**
 * AWS CodeDeploy for ECS, and for servers in place. It acts on the other services of the cloud through their operations, as the service role of
 * the deployment group, so that a permission that is missing fails a deployment as it does in AWS.
 */
export class CodeDeploy implements Service {
  public readonly prefix = 'codedeploy';
  private readonly ending = new AbortController();
  private readonly applications: Applications;
  private readonly configs: DeploymentConfigs;
  private readonly groups: Groups;
  private readonly deployments: Deployments;
  private readonly tags: Tags;
  private readonly server: ServerPlatform;

  /** @param agent runs on the instances of server deployments; without one every event succeeds and does nothing */
  constructor(cloud: Cloud, agent: DeploymentAgent = { run: async () => undefined }) {
    // every wait of every deployment ends with it
    setMaxListeners(0, this.ending.signal);
    this.applications = new Applications(cloud);
    this.configs = new DeploymentConfigs(cloud);
    this.groups = new Groups(cloud, this.applications, this.configs);
    this.deployments = new Deployments(cloud, this.applications, this.groups, this.configs, this.ending.signal);
    this.tags = new Tags(this.applications);
    const { applications, groups, ending } = this;
    const shared = { cloud, agent, applications, groups, ids: this.deployments.ids, ending: ending.signal };
    this.server = new ServerPlatform(shared);
  }

  public readonly operations = {
    CreateApplication: (input: CreateApplicationInput) => this.applications.create(input),
    GetApplication: (input: GetApplicationInput) => this.applications.get(input),
    ListApplications: (_input: object) => this.applications.list(),
    DeleteApplication: (input: DeleteApplicationInput) => this.applications.delete(input),
    RegisterApplicationRevision: (input: RegisterApplicationRevisionInput) => this.applications.registerRevision(input),
    GetApplicationRevision: (input: GetApplicationRevisionInput) => this.applications.getRevision(input),
    CreateDeploymentConfig: (input: CreateDeploymentConfigInput) =>
      this.server.createConfig(input) ?? this.configs.create(input),
    GetDeploymentConfig: (input: GetDeploymentConfigInput) => this.server.getConfig(input) ?? this.configs.get(input),
    ListDeploymentConfigs: (_input: object) => ({
      deploymentConfigsList: [...this.configs.list().deploymentConfigsList, ...this.server.configNames],
    }),
    DeleteDeploymentConfig: (input: DeleteDeploymentConfigInput) =>
      this.server.deleteConfig(input) ?? this.configs.delete(input),
    CreateDeploymentGroup: (input: CreateDeploymentGroupInput) =>
      this.server.createGroup(input) ?? this.groups.create(input),
    UpdateDeploymentGroup: (input: UpdateDeploymentGroupInput) =>
      this.server.updateGroup(input) ?? this.groups.update(input),
    GetDeploymentGroup: (input: GetDeploymentGroupInput) => this.groups.get(input),
    ListDeploymentGroups: (input: ListDeploymentGroupsInput) => this.groups.list(input),
    DeleteDeploymentGroup: (input: DeleteDeploymentGroupInput) =>
      this.server.deleteGroup(input) ?? this.groups.delete(input),
    CreateDeployment: (input: CreateDeploymentInput) =>
      this.server.createDeployment(input) ?? this.deployments.create(input),
    GetDeployment: (input: GetDeploymentInput) => this.server.getDeployment(input) ?? this.deployments.get(input),
    BatchGetDeployments: (input: BatchGetDeploymentsInput) => ({
      deploymentsInfo: [...this.deployments.batchGet(input).deploymentsInfo, ...this.server.batchGet(input)],
    }),
    ListDeployments: (input: ListDeploymentsInput) => ({
      deployments: [...this.deployments.list(input).deployments, ...this.server.listDeployments(input)],
    }),
    ListDeploymentTargets: (input: ListDeploymentTargetsInput) =>
      this.server.listTargets(input) ?? this.deployments.listTargets(input),
    GetDeploymentTarget: (input: GetDeploymentTargetInput) =>
      this.server.getTarget(input) ?? this.deployments.getTarget(input),
    BatchGetDeploymentTargets: (input: BatchGetDeploymentTargetsInput) =>
      this.server.batchGetTargets(input) ?? this.deployments.batchGetTargets(input),
    StopDeployment: (input: StopDeploymentInput) => this.server.stopDeployment(input) ?? this.deployments.stop(input),
    ContinueDeployment: (input: ContinueDeploymentInput) => this.deployments.continue(input),
    /** The deprecated predecessor of ContinueDeployment with TERMINATION_WAIT. */
    SkipWaitTimeForInstanceTermination: ({ deploymentId }: SkipWaitTimeForInstanceTerminationInput) =>
      this.deployments.continue({ deploymentId, deploymentWaitType: 'TERMINATION_WAIT' }),
    PutLifecycleEventHookExecutionStatus: (input: PutLifecycleEventHookExecutionStatusInput) =>
      this.deployments.reportHook(input),
    ListTagsForResource: (input: ListTagsForResourceInput) => this.tags.list(input),
    TagResource: (input: TagResourceInput) => this.tags.tag(input),
    UntagResource: (input: UntagResourceInput) => this.tags.untag(input),
  };

  /**
   * A hook's answer is checked against the deployment group. The service authorization reference names no resource for this action,
   * but AWS's own tutorial grants it on the group's ARN, and that is known to work.
   *
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/tutorial-lambda-sam-template.html
   */
  public resourcesOf(operation: string, input: unknown): string[] | undefined {
    if (operation !== 'PutLifecycleEventHookExecutionStatus') return undefined;
    const { deploymentId } = input as PutLifecycleEventHookExecutionStatusInput;
    return [this.deployments.groupArnOf(deploymentId)];
  }

  /** Ends every deployment where it is; nothing runs any more. */
  public stop(): void {
    this.ending.abort();
  }
}
