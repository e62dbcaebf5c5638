import { type CodeDeployClient, GetDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import { Problem } from '../commands/problem';
import type { PairNames } from './deployment';

/** What the commands need to know of a CodeDeploy deployment group. */
export interface Group {
  readonly pair: PairNames;
  /** Names of its rollback alarms. */
  readonly alarms: readonly string[];
}

/** Reads deployment groups, each of them once: the pair and the alarms do not change while a command runs. */
export class Groups {
  private readonly known = new Map<string, Promise<Group>>();

  constructor(private readonly codeDeploy: CodeDeployClient) {}

  public get(applicationName: string, deploymentGroupName: string): Promise<Group> {
    const key = `${applicationName}/${deploymentGroupName}`;
    const known = this.known.get(key) ?? this.read(applicationName, deploymentGroupName);
    this.known.set(key, known);
    return known;
  }

  private async read(applicationName: string, deploymentGroupName: string): Promise<Group> {
    const { deploymentGroupInfo: info } = await this.codeDeploy.send(
      new GetDeploymentGroupCommand({ applicationName, deploymentGroupName }),
    );
    // The construct lists blue first, and the pair keeps its order.
    const [blue, green] = info?.loadBalancerInfo?.targetGroupPairInfoList?.[0]?.targetGroups ?? [];
    if (!blue?.name || !green?.name) {
      throw new Problem(
        `deployment group '${applicationName}/${deploymentGroupName}' has no pair of target groups, so it is no blue-green group of ECS`,
      );
    }
    const alarms = info?.alarmConfiguration?.enabled ? (info.alarmConfiguration.alarms ?? []) : [];
    return { pair: { blue: blue.name, green: green.name }, alarms: alarms.flatMap(({ name }) => name ?? []) };
  }
}
