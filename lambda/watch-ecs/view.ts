import type { DeploymentInfo, ECSTarget } from '@aws-sdk/client-codedeploy';
import { type Colour, otherThan } from '../shared/release/questions';
import type { View } from '../shared/release/watch';
import type { Settings } from './environment';

/** What CodeDeploy tells of one deployment. */
export interface Told {
  readonly info: DeploymentInfo;
  /** Undefined in its first moments. */
  readonly target?: ECSTarget;
  /** The deployment that rolls it back, once there is one. */
  readonly rollback?: DeploymentInfo;
}

const PHASE_OF_EVENT: Readonly<Record<string, View['phase']>> = {
  BeforeInstall: 'preparing',
  Install: 'preparing',
  AfterInstall: 'preparing',
  AllowTestTraffic: 'testing',
  AfterAllowTestTraffic: 'testing',
  BeforeAllowTraffic: 'testing',
  AllowTraffic: 'shifting',
  AfterAllowTraffic: 'baking',
};

/** A rollback deployment is there within a second; after this time none will come. */
const ROLLBACK_APPEARS_MS = 60_000;

/**
 * Why a deployment is none of this service's releases; undefined when it is one. A rollback deployment brings nothing new, so there is
 * nothing to judge, and stopping it would be the worst that could be done.
 */
export function strange(
  { applicationName, deploymentGroupName, creator }: DeploymentInfo,
  settings: Settings,
): string | undefined {
  if (applicationName !== settings.application || deploymentGroupName !== settings.deploymentGroup) {
    return `it is one of ${applicationName}/${deploymentGroupName}, and not of ${settings.application}/${settings.deploymentGroup}`;
  }
  return creator === 'codeDeployRollback' ? 'it rolls another one back' : undefined;
}

/** What CodeDeploy has told, in one word for everything; undefined while it is not known which colour is live. */
export function viewOf({ info, target, rollback }: Told, { targetGroups }: Settings, now: number): View | undefined {
  const colourOf = (label: string): Colour | undefined => {
    const name = target?.taskSetsInfo?.find((one) => one.taskSetLabel === label)?.targetGroup?.name;
    return name === targetGroups.blue ? 'blue' : name === targetGroups.green ? 'green' : undefined;
  };
  // CodeDeploy labels the original task set Blue and the replacement Green, whatever their target groups are called.
  const [original, replacement] = [colourOf('Blue'), colourOf('Green')];
  const live = original ?? (replacement && otherThan(replacement));
  if (live === undefined) return undefined;
  const set = target?.taskSetsInfo?.find((one) => one.taskSetLabel === 'Green');
  const weight = Math.round(set?.trafficWeight ?? 0);
  const shift = target?.lifecycleEvents?.find(({ lifecycleEventName }) => lifecycleEventName === 'AllowTraffic');
  const colours = { live, candidate: otherThan(live), weight, shiftedAt: shift?.startTime?.toISOString() };
  if (info.status === 'Succeeded') return { ...colours, phase: 'succeeded', over: true };
  if (info.status === 'Failed' || info.status === 'Stopped')
    return { ...colours, ...goingBack(info, rollback, weight, now) };
  if (info.status === 'Ready') return { ...colours, phase: 'waiting', over: false };
  return { ...colours, phase: forward(info, target), over: false };
}

function forward({ instanceTerminationWaitTimeStarted }: DeploymentInfo, target: ECSTarget | undefined): View['phase'] {
  if (instanceTerminationWaitTimeStarted) return 'baking';
  const events = target?.lifecycleEvents ?? [];
  const current =
    events.find(({ status }) => status === 'InProgress') ?? events.find(({ status }) => status === 'Pending');
  if (current) return PHASE_OF_EVENT[current.lifecycleEventName ?? ''] ?? 'preparing';
  return events.length > 0 ? 'baking' : 'preparing';
}

function goingBack(
  { errorInformation, completeTime }: DeploymentInfo,
  rollback: DeploymentInfo | undefined,
  weight: number,
  now: number,
): Pick<View, 'phase' | 'over' | 'reason' | 'decidedAt' | 'backAt'> {
  const ended = rollback?.status === 'Succeeded';
  const none = rollback === undefined && weight === 0 && now - (completeTime?.getTime() ?? now) > ROLLBACK_APPEARS_MS;
  const back = rollback?.completeTime ?? completeTime;
  return {
    phase: ended || none ? 'rolled-back' : 'rolling-back',
    over: ended || none,
    reason: errorInformation?.message ?? 'CodeDeploy gave no reason',
    decidedAt: completeTime?.toISOString(),
    ...((ended || none) && { backAt: back?.toISOString() }),
  };
}
