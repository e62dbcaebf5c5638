import {
  type ECSClient,
  ListServiceDeploymentsCommand,
  type ListServiceDeploymentsRequest,
  type ServiceDeployment,
  type ServiceDeploymentBrief,
  type ServiceDeploymentStatus,
} from '@aws-sdk/client-ecs';
import type { Settings } from './environment';

const RUNNING: ServiceDeploymentStatus[] = [
  'PENDING',
  'IN_PROGRESS',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
];

/** How far the time of an event and the one that ECS tells of the same moment may differ. */
const SAME_MOMENT_MS = 120_000;
/** A deployment that replaces another one is there so long before it starts, and its event is sent. */
const WAITS_MS = 3_600_000;

/** Which deployment an event is about. */
export interface Found {
  readonly arn: string;
  /** When the event was sent, in milliseconds, if the deployment had ended before anybody looked at it. */
  readonly sentAt?: number;
}

/**
 * The deployment that an event says has begun. Events name deployments otherwise than the API does (aws-facts 8.2), so ECS is asked for the
 * one that runs; when none does any more, for the one that began when the event was sent.
 *
 * @param startedAt when the event was sent, in ISO 8601; without it no deployment is found that has ended
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServiceDeployments.html
 */
export async function findDeployment(
  ecs: ECSClient,
  { cluster, service }: Pick<Settings, 'cluster' | 'service'>,
  startedAt: string | undefined,
): Promise<Found | undefined> {
  const list = async (which: Pick<ListServiceDeploymentsRequest, 'status' | 'createdAt'>) =>
    (await ecs.send(new ListServiceDeploymentsCommand({ cluster, service, ...which }))).serviceDeployments ?? [];
  const running = newest(await list({ status: RUNNING }));
  if (running?.serviceDeploymentArn !== undefined) return { arn: running.serviceDeploymentArn };
  const sentAt = Date.parse(startedAt ?? '');
  if (Number.isNaN(sentAt)) return undefined;
  const arn = begunAt(sentAt, await list({ createdAt: { after: new Date(sentAt - WAITS_MS) } }))?.serviceDeploymentArn;
  return arn === undefined ? undefined : { arn, sentAt };
}

/** Was an event about the rollback of a deployment, and not about its begin? ECS sends one of the same name for both. */
export function isOfRollback({ startedAt, rollback }: ServiceDeployment, sentAt: number): boolean {
  return rollback?.startedAt !== undefined && distance(rollback.startedAt, sentAt) < distance(startedAt, sentAt);
}

function newest(deployments: readonly ServiceDeploymentBrief[]): ServiceDeploymentBrief | undefined {
  return [...deployments].sort((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0))[0];
}

function begunAt(time: number, deployments: readonly ServiceDeploymentBrief[]): ServiceDeploymentBrief | undefined {
  const [nearest] = [...deployments].sort((a, b) => distance(a.startedAt, time) - distance(b.startedAt, time));
  return distance(nearest?.startedAt, time) <= SAME_MOMENT_MS ? nearest : undefined;
}

function distance(date: Date | undefined, time: number): number {
  return date === undefined ? Number.POSITIVE_INFINITY : Math.abs(date.getTime() - time);
}
