import type { ReleaseHookContext } from '../hooks/hook';

/** What a hook knows of its user, whoever that is: a deployment group only of CodeDeploy's. */
export interface BoundContext extends ReleaseHookContext {
  readonly deploymentGroupArn?: string;
}
