import type { Check } from '../check';
import { numberAt, shownSeconds } from '../model/values';

export const dnsTtl: Check = {
  id: 'BG027',
  level: 'warning',
  title: 'a DNS TTL longer than a step',
  reason:
    'Resolvers keep an answer for that long, so a step, or the way back, has not reached its users when it is over.',
  wayOut: 'shorten the TTL, or lengthen the steps and the bake',
  find: ({ releases }) =>
    releases.flatMap(({ resource, descriptor, workload, stepSeconds = [], bakeSeconds = 0 }) => {
      const ttl = workload === 'dns' ? numberAt(descriptor, 'ttlSeconds') : undefined;
      const shortest = Math.min(...stepSeconds, bakeSeconds);
      if (ttl === undefined || ttl <= shortest) return [];
      const message = `resolvers keep an answer for ${shownSeconds(ttl)}, but the shortest step lasts ${shownSeconds(shortest)}`;
      return [{ resource, message }];
    }),
};
