import type {
  CapacityProviderStrategyItem,
  CreateServiceRequest,
  HealthStatus,
  LaunchType,
  LoadBalancer,
  NetworkConfiguration,
  ServiceEvent,
  Tag,
} from '@aws-sdk/client-ecs';
import type { Address } from '../../ports';

/** A cluster. */
export interface ClusterState {
  readonly name: string;
  readonly arn: string;
  status: 'ACTIVE' | 'INACTIVE';
  readonly services: Map<string, ServiceState>;
  readonly tags: Tag[];
}

export type Controller = 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL';

/** A service. What runs are its task sets; a rolling deployment is a task set too, only described differently. */
export interface ServiceState {
  readonly name: string;
  readonly arn: string;
  readonly cluster: ClusterState;
  readonly createdAt: number;
  controller: Controller;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  desiredCount: number;
  /** As CreateService and UpdateService gave them. */
  settings: CreateServiceRequest;
  readonly taskSets: TaskSetState[];
  readonly events: ServiceEvent[];
}

/** A task set: tasks of one task definition behind one target group. */
export interface TaskSetState {
  /** `ecs-svc/...` */
  readonly id: string;
  readonly arn: string;
  readonly taskDefinitionArn: string;
  readonly loadBalancers: LoadBalancer[];
  readonly networkConfiguration?: NetworkConfiguration;
  readonly launchType?: LaunchType;
  readonly capacityProviderStrategy?: CapacityProviderStrategyItem[];
  readonly platformVersion?: string;
  readonly startedBy: string;
  /** The CodeDeploy deployment that made it; the first one of a service has none. */
  readonly externalId?: string;
  /** Makes a repeated CreateTaskSet the same one. */
  readonly clientToken?: string;
  readonly createdAt: number;
  updatedAt: number;
  status: 'PRIMARY' | 'ACTIVE' | 'DRAINING';
  /** Percent of the service's desired count. */
  scale: number;
  /** Alive and just ended ones. */
  readonly tasks: TaskState[];
  readonly tags: Tag[];
  /** Tasks that failed since the last one that was healthy. */
  failuresInARow: number;
  failedTasks: number;
  stabilityStatus: 'STEADY_STATE' | 'STABILIZING';
  stabilityStatusAt: number;
}

export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED';

/** A task. */
export interface TaskState {
  readonly arn: string;
  readonly taskDefinitionArn: string;
  readonly containerName: string;
  readonly address: Address;
  readonly createdAt: number;
  lastStatus: TaskStatus;
  desiredStatus: 'RUNNING' | 'STOPPED';
  startedAt?: number;
  stoppedAt?: number;
  stoppedReason?: string;
  /** Is it in every target group of its task set? */
  registered: boolean;
  /** What the target groups say; without one a running task counts as healthy. */
  health: HealthStatus;
}
