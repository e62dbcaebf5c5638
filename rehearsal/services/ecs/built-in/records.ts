import type {
  CreateServiceRequest,
  DeploymentConfiguration,
  DeploymentLifecycleHookStatus,
  LoadBalancer,
  ServiceDeploymentRollbackMonitorsStatus,
  ServiceDeploymentStatus,
} from '@aws-sdk/client-ecs';
import type { ServiceState, TaskSetState } from '../state';
import type { Stage } from './stages';

/** A service as it was at one moment: what a deployment brings up, or goes back to. */
export interface ServiceRevision {
  readonly arn: string;
  readonly createdAt: number;
  readonly settings: CreateServiceRequest;
  /** Where its tasks are registered; empty without a load balancer. */
  targetGroupArn: string;
  /** What runs it; none before SCALE_UP. */
  set?: TaskSetState;
}

/** A hook that is asked, or a pause that waits. */
export interface HookExecution {
  /** `ecs-lambda-...`, `ecs-pause-...` */
  readonly hookId: string;
  readonly targetType: 'AWS_LAMBDA' | 'PAUSE';
  readonly targetArn?: string;
  readonly stage: Stage;
  readonly expiresAt: number;
  readonly timeoutAction: 'ROLLBACK' | 'CONTINUE';
  status: DeploymentLifecycleHookStatus;
  /** What a person says about a pause. */
  readonly decide?: (action: 'ROLLBACK' | 'CONTINUE') => void;
}

/** A deployment of a service by ECS itself. */
export interface ServiceDeployment {
  readonly arn: string;
  readonly service: ServiceState;
  /** What serves when it starts; none at the first deployment of a service. */
  readonly source?: ServiceRevision;
  readonly target: ServiceRevision;
  readonly configuration: DeploymentConfiguration;
  readonly createdAt: number;
  startedAt?: number;
  finishedAt?: number;
  updatedAt: number;
  status: ServiceDeploymentStatus;
  statusReason?: string;
  stage?: Stage;
  rollback?: { readonly reason: string; readonly startedAt: number };
  /** Shares of the target revision, in percent. */
  readonly weights: { production: number; test: number };
  readonly hooks: HookExecution[];
  readonly alarms: { status: ServiceDeploymentRollbackMonitorsStatus; triggered: string[] };
  readonly circuitBreaker: { status: ServiceDeploymentRollbackMonitorsStatus; readonly threshold: number };
  /** Ends the way forward, with an `Interruption`. */
  readonly interrupt: AbortController;
  /** The source revision is being ended: there is nothing to go back to any more. */
  committed: boolean;
}

/** The load balancer of a revision, if it has one. */
export function loadBalancerOf({ settings }: Pick<ServiceRevision, 'settings'>): LoadBalancer | undefined {
  return settings.loadBalancers?.[0];
}

/** Will its status not change any more? */
export function isOver({ status }: Pick<ServiceDeployment, 'status'>): boolean {
  return ['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'].includes(status);
}
