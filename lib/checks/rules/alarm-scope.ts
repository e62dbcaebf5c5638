import type { Check } from '../check';
import { hasDimension, metricsOf } from '../model/alarm';
import type { Release } from '../model/release';
import type { Resource, Templates } from '../model/templates';

const NAMESPACES = ['AWS/ApplicationELB', 'AWS/NetworkELB'];

/** What the load balancer counts for itself only, whatever the target group. */
const WITHOUT_TARGET_GROUP =
  /^(HTTPCode_ELB_|ActiveConnectionCount|NewConnectionCount|RejectedConnectionCount|Client|TLSNegotiation|ConsumedLCUs|ProcessedBytes|Grpc|IPv6|ELBAuth|Lambda)/;

export const alarmByTargetGroup: Check = {
  id: 'BG010',
  level: 'warning',
  title: 'an alarm looks at the whole load balancer where it could look at a target group',
  reason:
    "The live colour's good requests hide the candidate's bad ones, which are a tenth of them in a step of ten percent; and on a shared load balancer other services' errors send this release back.",
  wayOut: 'make the alarm of a metric with the dimension TargetGroup, one for each colour, as RollbackAlarm does',
  find: ({ releases }) =>
    releases
      .filter(({ workload }) => workload !== 'dns')
      .flatMap(({ resource, alarms }) =>
        alarms.flatMap((alarm) => {
          const wide = metricsOf(alarm).filter(
            (metric) =>
              NAMESPACES.includes(metric.namespace ?? '') &&
              hasDimension(metric, 'LoadBalancer') &&
              !hasDimension(metric, 'TargetGroup') &&
              !WITHOUT_TARGET_GROUP.test(metric.name ?? ''),
          );
          if (wide.length === 0) return [];
          const names = [...new Set(wide.map(({ name }) => name))].join(', ');
          return [{ resource, message: `alarm '${alarm.path}' looks at ${names} of the whole load balancer` }];
        }),
      ),
};

export const alarmForBothColours: Check = {
  id: 'BG011',
  level: 'warning',
  title: 'alarms look at one colour only',
  reason:
    'The colours swap their roles with every release, so every second candidate runs on the colour that nobody watches.',
  wayOut: 'make the same alarm for the other target group, as RollbackAlarm does',
  find: ({ templates, releases }) =>
    releases.flatMap((release) => {
      const [one, other] = release.targetGroups;
      if (!one || !other) return [];
      const watched = release.targetGroups.filter((group) => isWatched(templates, release, group));
      if (watched.length !== 1) return [];
      const unwatched = watched[0] === one ? other : one;
      return [{ resource: release.resource, message: `no alarm looks at target group '${unwatched.path}'` }];
    }),
};

function isWatched(templates: Templates, { alarms }: Release, group: Resource): boolean {
  return alarms.some((alarm) =>
    metricsOf(alarm).some(({ dimensions }) =>
      dimensions.some(({ Name, Value }) => Name === 'TargetGroup' && templates.referred(alarm.stack, Value) === group),
    ),
  );
}
