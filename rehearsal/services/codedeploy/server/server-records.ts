import type {
  DeploymentCreator,
  DeploymentGroupInfo,
  DeploymentStatus,
  ErrorInformation,
  LifecycleEventStatus,
  MinimumHealthyHosts,
  RevisionLocation,
  RollbackInfo,
  TargetStatus,
} from '@aws-sdk/client-codedeploy';
import type { Interruption } from '../interruption';
import type { GroupRecord } from '../records';

/**
 * The events of a deployment in place without a load balancer, in the agent's order.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export const SERVER_EVENTS = [
  'ApplicationStop',
  'DownloadBundle',
  'BeforeInstall',
  'Install',
  'AfterInstall',
  'ApplicationStart',
  'ValidateService',
] as const;

export type ServerEventName = (typeof SERVER_EVENTS)[number];

/** One event on one instance; times are rehearsal milliseconds. */
export interface ServerEvent {
  readonly name: ServerEventName;
  status: LifecycleEventStatus;
  startTime?: number;
  endTime?: number;
  /** Why it failed. */
  problem?: string;
}

/** One instance of a deployment. */
export interface InstanceTargetRecord {
  readonly instanceId: string;
  status: TargetStatus;
  lastUpdatedAt: number;
  readonly events: ServerEvent[];
}

/** A deployment to instances. */
export interface ServerDeploymentRecord {
  readonly id: string;
  readonly group: GroupRecord;
  /** The group as it was when the deployment was created. */
  readonly settings: DeploymentGroupInfo;
  readonly configName: string;
  readonly minimum: MinimumHealthyHosts;
  readonly revision: RevisionLocation;
  readonly previousRevision?: RevisionLocation;
  readonly creator: DeploymentCreator;
  readonly description?: string;
  /** Deploys to this instance only: it was just launched. */
  readonly onlyInstance?: string;
  readonly createTime: number;
  startTime?: number;
  completeTime?: number;
  status: DeploymentStatus;
  error?: ErrorInformation;
  rollbackInfo?: RollbackInfo;
  readonly targets: Map<string, InstanceTargetRecord>;
  /** Ends it early; the reason is an `Interruption`. */
  readonly interrupt: AbortController;
  interruption?: Interruption;
}

export function newTarget(instanceId: string, now: number): InstanceTargetRecord {
  const events = SERVER_EVENTS.map((name): ServerEvent => ({ name, status: 'Pending' }));
  return { instanceId, status: 'Pending', lastUpdatedAt: now, events };
}
