import type { Check, Found } from '../check';
import type { Release } from '../model/release';
import { keepsLive } from '../model/routes';
import type { Resource } from '../model/templates';

export const oneOwner: Check = {
  id: 'BG028',
  level: 'error',
  title: 'two releases lead the same listener or rule',
  reason:
    'Each of them writes its own target groups there, so the release of one service takes the traffic of the other.',
  wayOut: 'give each service a rule of its own',
  find: ({ releases }) => {
    const owners = new Map<Resource, Release>();
    return releases.flatMap((release) =>
      [...new Set([...release.production.routes, ...release.test.routes])].flatMap((route): Found[] => {
        const owner = owners.get(route);
        if (!owner) owners.set(route, release);
        if (!owner || owner === release) return [];
        return [
          {
            resource: release.resource,
            message: `'${route.path}' also leads to the colours of '${owner.resource.path}'`,
          },
        ];
      }),
    );
  },
};

export const listenerElsewhere: Check = {
  id: 'BG029',
  level: 'warning',
  title: 'a whole listener that is owned elsewhere',
  reason:
    'Whoever owns the listener writes its default action with the next change of it, and sends production to whatever colour the other template names.',
  wayOut: 'lead traffic by a rule of your own on the listener that is shared, or own the listener',
  find: ({ releases }) =>
    releases.flatMap(({ resource, production, test, targetGroups }) =>
      Object.entries({ production, test })
        .filter(([, { isGiven, routes }]) => isGiven && routes.length === 0 && targetGroups.length > 0)
        .map(([kind]) => ({
          resource,
          message: `nothing in this app leads from the ${kind} listener to the target groups, so its default action is owned elsewhere`,
        })),
    ),
};

export const liveWeights: Check = {
  id: 'BG034',
  level: 'warning',
  title: 'the template says what is live',
  reason:
    'A release changes the weights, and the template does not know. The next change of the listener or rule, if only of a tag, writes what the template says: production goes to a colour that may be empty.',
  wayOut:
    "use this package's constructs, which write what is live, or change the listener only while it is as in the template",
  find: ({ templates, releases }) =>
    releases.flatMap(({ resource, production }) =>
      production.routes
        .filter((route) => !keepsLive(templates, route))
        .map((route) => ({ resource, message: `'${route.path}' has the target groups of production as fixed text` })),
    ),
};
