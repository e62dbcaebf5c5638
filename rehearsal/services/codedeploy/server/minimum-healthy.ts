/**
 * How many of a deployment's instances must stay healthy. AllAtOnce asks for none, though one must succeed; OneAtATime for all
 * but one (with one instance for that one). Percentages are rounded up. Pure.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/instances-health.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-codedeploy-deploymentconfig-minimumhealthyhosts.html
 */
export function minimumHealthy(
  { type, value = 0 }: { readonly type?: string; readonly value?: number },
  total: number,
): number {
  if (type === 'MOST_CONCURRENCY') return Math.max(0, total - value);
  if (type === 'FLEET_PERCENT') return Math.ceil((total * value) / 100);
  return Math.min(value, total);
}

/** What is known of a deployment's instances. */
export interface Hosts {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly inProgress: number;
}

/**
 * How many instances may be begun now. Instances that are being deployed to, and those on which that failed, are not healthy;
 * when the minimum is that of all instances but one, one at a time. At least one is begun while none is under way and none has
 * failed: a single instance could never be deployed to. Pure.
 */
export function mayBegin(hosts: Hosts, minimum: number): number {
  const left = hosts.total - hosts.succeeded - hosts.failed - hosts.inProgress;
  const spare = hosts.total - hosts.failed - hosts.inProgress - minimum;
  if (hosts.failed === 0 && hosts.inProgress === 0) return Math.min(left, Math.max(1, spare));
  return Math.max(0, Math.min(left, spare));
}

/** Has a deployment to whose instances nothing more is done succeeded? At least one must have, and as many as must be healthy. */
export function hasSucceeded({ total, succeeded }: Hosts, minimum: number): boolean {
  return total > 0 && succeeded >= Math.max(1, minimum);
}
