import type {
  AlarmConfiguration,
  ApplicationInfo,
  AutoRollbackConfiguration,
  DeploymentCreator,
  DeploymentGroupInfo,
  DeploymentOverview,
  DeploymentStatus,
  DeploymentWaitType,
  ErrorInformation,
  GenericRevisionInfo,
  RevisionLocation,
  RollbackInfo,
  Tag,
  TrafficRoutingConfig,
} from '@aws-sdk/client-codedeploy';
import type { EventState } from './lifecycle';

/** An application: its groups and the revisions it knows. */
export interface ApplicationRecord {
  readonly info: ApplicationInfo;
  readonly groups: Map<string, GroupRecord>;
  /** By sha256 of the AppSpec text. */
  readonly revisions: Map<string, { readonly revision: RevisionLocation; readonly info: GenericRevisionInfo }>;
  readonly tags: Tag[];
}

/** A deployment group. */
export interface GroupRecord {
  info: DeploymentGroupInfo;
  readonly tags: Tag[];
  /** The deployment that runs now; there is at most one. */
  active?: DeploymentRecord;
}

/** One of the two sides of a deployment. */
export interface Side {
  /** `ecs-svc/...` */
  readonly taskSetId: string;
  readonly targetGroupArn: string;
  readonly targetGroupName: string;
}

/** A deployment. Times are rehearsal milliseconds. */
export interface DeploymentRecord {
  readonly id: string;
  readonly group: GroupRecord;
  /** The group as it was when the deployment was created. */
  readonly settings: DeploymentGroupInfo;
  readonly configName: string;
  readonly routing: TrafficRoutingConfig;
  readonly revision?: RevisionLocation;
  readonly previousRevision?: RevisionLocation;
  readonly creator: DeploymentCreator;
  readonly description?: string;
  readonly autoRollback?: AutoRollbackConfiguration;
  readonly alarms?: AlarmConfiguration;
  readonly overrideAlarms?: AlarmConfiguration;
  /** Set in an automatic rollback: the deployment that it takes back. */
  readonly rollsBack?: DeploymentRecord;
  readonly createTime: number;
  startTime?: number;
  completeTime?: number;
  status: DeploymentStatus;
  error?: ErrorInformation;
  overview?: DeploymentOverview;
  rollbackInfo?: RollbackInfo;
  terminationWaitStarted: boolean;
  events: EventState[];
  lastUpdatedAt: number;
  /** What served when it began. */
  original?: Side;
  /** What it brings up. */
  replacement?: Side;
  /** From here on there is no way back: the original is being terminated. */
  committed: boolean;
  /** Set while it waits for ContinueDeployment. */
  waiting?: { readonly type: DeploymentWaitType; readonly proceed: () => void };
  /** Ends it early; the reason is an `Interruption`. */
  readonly interrupt: AbortController;
  /** Set by StopDeployment. */
  rollbackAsked?: boolean;
}

const TERMINAL: readonly DeploymentStatus[] = ['Succeeded', 'Failed', 'Stopped'];

export function isOver({ status }: Pick<DeploymentRecord, 'status'>): boolean {
  return TERMINAL.includes(status);
}
