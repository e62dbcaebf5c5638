import type { Check } from '../check';
import type { Resource, Templates } from '../model/templates';
import { at } from '../model/values';

/**
 * A policy that names one target group only. Metric math over both is fine.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html
 */
export const scalingByColour: Check = {
  id: 'BG036',
  level: 'warning',
  title: 'scaling goes by the requests of one colour',
  reason:
    'The colours swap their roles with every release. After every second one the policy looks at a target group without requests, and does not scale the tasks that serve; AWS does not support ALBRequestCountPerTarget with blue-green releases.',
  wayOut: 'scale by processor or memory, or by metric math over the requests of both target groups',
  find: ({ templates, releases }) =>
    releases.flatMap(({ resource, targetGroups }) =>
      templates.of('AWS::ApplicationAutoScaling::ScalingPolicy').flatMap((policy) => {
        const watched = targetGroups.filter((group) => refersTo(templates, policy, group));
        const [only] = watched;
        if (only === undefined || watched.length > 1 || targetGroups.length < 2) return [];
        return [{ resource, message: `scaling policy '${policy.path}' goes by target group '${only.path}' only` }];
      }),
    ),
};

function refersTo(templates: Templates, { stack, properties }: Resource, group: Resource): boolean {
  const configuration = at(properties, 'TargetTrackingScalingPolicyConfiguration');
  return intrinsicsIn(configuration).some((value) => templates.referred(stack, value) === group);
}

/** Every object in a value, at any depth: references are among them. */
function intrinsicsIn(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(intrinsicsIn)];
}
