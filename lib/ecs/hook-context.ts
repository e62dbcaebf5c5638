import type { ReleaseHookContext } from '../hooks/hook';
import { hookContextBehind } from '../traffic/hook-context';
import type { ServiceParts } from './release-strategy';

/** What a service tells its hooks about itself. */
export function hookContextOf({ scope, props, traffic }: ServiceParts): ReleaseHookContext {
  return hookContextBehind(traffic, scope, props.cluster.vpc, props);
}
