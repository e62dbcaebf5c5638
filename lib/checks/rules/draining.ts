import type { Check } from '../check';
import type { Release } from '../model/release';
import { attributeOf } from '../model/routes';
import { containersOf } from '../model/task';
import type { Properties } from '../model/templates';
import { numberAt, shownSeconds } from '../model/values';

/** What ELB waits when a target group says nothing. */
const DEFAULT_DRAINING = 300;
/** What ECS waits when a container says nothing. */
const DEFAULT_STOP_TIMEOUT = 30;

/** The longest draining of the target groups; undefined when one of them is known only to CloudFormation. */
function drainingOf({ targetGroups }: Release): number | undefined {
  const seconds = targetGroups.map((group) => {
    const value = attributeOf(group, 'deregistration_delay.timeout_seconds') ?? DEFAULT_DRAINING;
    return numberAt({ value }, 'value');
  });
  if (seconds.length === 0 || seconds.includes(undefined)) return undefined;
  return Math.max(...seconds.map((one) => one ?? 0));
}

export const drainingWithinBake: Check = {
  id: 'BG006',
  level: 'warning',
  title: 'draining takes longer than the bake',
  reason:
    'Requests of the previous colour may then still run when its targets end: long ones are cut off, and a rollback in that time meets targets that are on their way out.',
  wayOut: 'lengthen the bake, or shorten the deregistration delay of the target groups',
  find: ({ releases }) =>
    releases.flatMap((release) => {
      const draining = drainingOf(release);
      const { resource, bakeSeconds } = release;
      if (draining === undefined || bakeSeconds === undefined || draining <= bakeSeconds) return [];
      const message = `targets drain for ${shownSeconds(draining)}, but the bake lasts ${shownSeconds(bakeSeconds)}`;
      return [{ resource, message }];
    }),
};

export const stopTimeout: Check = {
  id: 'BG007',
  level: 'warning',
  title: 'the container is killed before its requests may end',
  reason:
    'ECS kills a container this long after the stop signal. A task that is stopped without having been drained, as on Spot, loses the requests that the load balancer would still wait for.',
  wayOut:
    "set the container's stopTimeout (120 s at most on Fargate) to the deregistration delay, or shorten the delay",
  find: ({ releases }) =>
    releases.flatMap((release) => {
      const { resource, task } = release;
      const draining = drainingOf(release);
      if (!task || draining === undefined) return [];
      return containersOf(task.definition)
        .filter(({ Name }) => Name === task.container?.Name)
        .map((container) => ({ container, seconds: stopSeconds(container) }))
        .filter(({ seconds }) => seconds !== undefined && seconds < draining)
        .map(({ container, seconds }) => ({
          resource,
          message: `container '${container.Name}' has ${shownSeconds(seconds ?? 0)} to stop, but targets drain for ${shownSeconds(draining)}`,
        }));
    }),
};

function stopSeconds(container: Properties): number | undefined {
  return container.StopTimeout === undefined ? DEFAULT_STOP_TIMEOUT : numberAt(container, 'StopTimeout');
}
