import type { Colour } from '../report';
import type { ListenerTable, RuleCondition } from '../stage/data-plane/routing-table';
import { actionFor } from '../stage/data-plane/rule-matching';

/** A request as users send it. */
export interface UsersRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A service, as far as its traffic is concerned. */
interface ServedService {
  readonly path: string;
  readonly groups: Readonly<Record<Colour, string>>;
}

/**
 * A request that the production listener leads to the service: any one when its default action does, else one that meets the
 * conditions of the service's rule. A `*` in a condition is taken for nothing at the end of a path, and for `x` elsewhere.
 *
 * @throws when the listener leads no such request to the service
 */
export function usersRequest(listener: ListenerTable, { path, groups }: ServedService): UsersRequest {
  const leadsToService = ({ path: url, headers }: UsersRequest) => {
    const action = actionFor({ url, headers }, listener);
    return action.kind === 'forward' && action.groups.some(({ groupArn }) => Object.values(groups).includes(groupArn));
  };
  const candidates = [[], ...(listener.rules ?? []).map(({ conditions }) => conditions)].map(requestMeeting);
  const found = candidates.find(leadsToService);
  if (found) return found;
  throw new Error(
    `the production listener of '${path}' leads no request to it that can be sent here; the rehearsal understands rules on host-header, path-pattern and http-header`,
  );
}

function requestMeeting(conditions: readonly RuleCondition[]): UsersRequest {
  let path = '/';
  const headers: Record<string, string> = {};
  for (const condition of conditions) {
    const value = condition.values[0] ?? '';
    if (condition.field === 'path-pattern') path = literal(value.replace(/\*+$/, ''));
    else headers[condition.field === 'host-header' ? 'host' : condition.name.toLowerCase()] = literal(value);
  }
  return { path, headers };
}

/** Something that a pattern of a condition matches. */
function literal(pattern: string): string {
  return pattern.replace(/\*+|\?/g, 'x');
}
