import type { Check } from '../check';
import { attributeOf, forwards } from '../model/routes';
import { at, numberAt, objectsAt, shownSeconds } from '../model/values';

export const differentTargetGroups: Check = {
  id: 'BG016',
  level: 'error',
  title: 'the same target group twice',
  reason:
    'Both colours are then one: the candidate gets production traffic as soon as it is healthy, and there is nothing to go back to.',
  wayOut: 'make a second target group for the other colour',
  find: ({ releases }) =>
    releases.flatMap(({ resource, targetGroupValues, targetGroups }) => {
      const texts = targetGroupValues.map((value) => JSON.stringify(value));
      const isSame = new Set(texts).size < texts.length || new Set(targetGroups).size < targetGroups.length;
      if (!isSame) return [];
      return [{ resource, message: `blue and green are both '${targetGroups[0]?.path ?? texts[0]}'` }];
    }),
};

export const colourStickiness: Check = {
  id: 'BG021',
  level: 'warning',
  title: 'stickiness defeats a rollback',
  reason:
    'The cookie of a colour outlives a change of weights: who holds one stays on the candidate after it was sent back, and the share of a step is not what it says.',
  wayOut: 'leave group stickiness out, or keep it shorter than the damage that you accept',
  find: ({ releases }) =>
    releases.flatMap(({ resource, production }) =>
      production.routes.flatMap((route) =>
        forwards(route)
          .map((action) => at(action, 'ForwardConfig', 'TargetGroupStickinessConfig'))
          .filter((stickiness) => at(stickiness, 'Enabled') === true)
          .map((stickiness) => {
            const seconds = numberAt(stickiness, 'DurationSeconds');
            const long = seconds === undefined ? 'as long as their cookie lasts' : `for ${shownSeconds(seconds)}`;
            return { resource, message: `'${route.path}' keeps clients on a colour ${long}` };
          }),
      ),
    ),
};

export const groupStickiness: Check = {
  id: 'BG022',
  level: 'error',
  title: 'target stickiness without group stickiness',
  reason: 'ELB refuses a forward to several target groups when one of them is sticky and the action is not.',
  wayOut: 'set the stickiness of the forward action too, or turn that of the target groups off',
  find: ({ releases }) =>
    releases.flatMap(({ resource, production, targetGroups }) => {
      const sticky = targetGroups.find((group) => String(attributeOf(group, 'stickiness.enabled')) === 'true');
      if (!sticky) return [];
      return production.routes
        .filter((route) =>
          forwards(route).some(
            (action) =>
              objectsAt(action, 'ForwardConfig', 'TargetGroups').length > 1 &&
              at(action, 'ForwardConfig', 'TargetGroupStickinessConfig', 'Enabled') !== true,
          ),
        )
        .map((route) => ({
          resource,
          message: `target group '${sticky.path}' is sticky, but the forward action of '${route.path}' is not`,
        }));
    }),
};
