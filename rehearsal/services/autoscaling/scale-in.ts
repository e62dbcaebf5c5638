import { type GroupRecord, launchConfigurationOf, type MemberRecord, templateOf } from './records';

/**
 * Which instances leave when there are too many: those that serve nobody yet, then, in the zone that has most, those of an
 * outdated launch template, then the oldest (AWS's default policy decides the last by the billing hour and at random;
 * `NewestInstance` asks for the newest). Instances protected from scale-in stay. Pure.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html
 */
export function leavingAtScaleIn(
  group: GroupRecord,
  candidates: readonly MemberRecord[],
  count: number,
): MemberRecord[] {
  const left = candidates.filter((one) => !one.isProtected);
  const leaving: MemberRecord[] = [];
  while (leaving.length < count && left.length > 0) {
    const inZone = (zone: string) => left.filter((one) => one.zone === zone).length;
    const [first] = left.toSorted(
      (a, b) =>
        Number(isInService(a)) - Number(isInService(b)) ||
        inZone(b.zone) - inZone(a.zone) ||
        Number(isOutdated(group, b)) - Number(isOutdated(group, a)) ||
        byAge(group, a, b),
    );
    if (!first) break;
    leaving.push(first);
    left.splice(left.indexOf(first), 1);
  }
  return leaving;
}

function isInService({ lifecycleState }: MemberRecord): boolean {
  return lifecycleState === 'InService';
}

/** Was it launched from another template than the group has now? */
function isOutdated(group: GroupRecord, { launchTemplate }: MemberRecord): boolean {
  const { LaunchTemplateId, LaunchTemplateName, Version } = templateOf(launchConfigurationOf(group));
  if (LaunchTemplateId !== launchTemplate.id && LaunchTemplateName !== launchTemplate.name) return true;
  return /^\d+$/.test(Version ?? '') && Number(Version) !== launchTemplate.version;
}

function byAge({ terminationPolicies }: GroupRecord, a: MemberRecord, b: MemberRecord): number {
  return terminationPolicies[0] === 'NewestInstance' ? b.launchedAt - a.launchedAt : a.launchedAt - b.launchedAt;
}
