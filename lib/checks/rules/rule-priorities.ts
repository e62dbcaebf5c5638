import type { Check, Found } from '../check';
import { RULE } from '../model/routes';
import type { Resource } from '../model/templates';
import { numberAt } from '../model/values';

export const rulePriorities: Check = {
  id: 'BG033',
  level: 'error',
  title: 'two rules of a listener with the same priority',
  reason: 'The load balancer refuses the second one, so its stack cannot be deployed.',
  wayOut: 'give one of the services another rulePriority',
  find: ({ templates, releases }) => {
    const first = new Map<string, Resource>();
    return templates.of(RULE).flatMap((rule): Found[] => {
      const priority = numberAt(rule.properties, 'Priority');
      const { ListenerArn } = rule.properties;
      const listener = templates.referred(rule.stack, ListenerArn);
      if (priority === undefined) return [];
      const place = listener ? `${listener.stack.name} ${listener.logicalId}` : JSON.stringify(ListenerArn);
      const key = `${place} ${priority}`;
      const before = first.get(key);
      if (!before) first.set(key, rule);
      if (!before) return [];
      const owner = releases.find(({ production, test }) => [...production.routes, ...test.routes].includes(rule));
      const message = `'${rule.path}' has priority ${priority}, as '${before.path}' has on the same listener`;
      return [{ resource: owner?.resource ?? rule, message }];
    });
  },
};
