import type { Release } from './release';
import { loadBalancerOf } from './routes';
import type { Properties, Resource, Templates } from './templates';
import { at, isThere, listAt, numberAt, objectsAt } from './values';

const GROUP = 'AWS::EC2::SecurityGroup';
const INGRESS = 'AWS::EC2::SecurityGroupIngress';

/** The security groups of the targets, if all of them are in a template. */
export function targetSecurityGroups(templates: Templates, release: Release): Resource[] | undefined {
  if (release.service) {
    const network = at(release.service.properties, 'NetworkConfiguration', 'AwsvpcConfiguration');
    return allKnown(templates, release.service, listAt(network, 'SecurityGroups'));
  }
  const template = templates.referred(
    release.resource.stack,
    at(release.descriptor, 'colours', 'blue', 'launchTemplate'),
  );
  const data = template?.properties.LaunchTemplateData;
  return template && allKnown(templates, template, listAt(data, 'SecurityGroupIds'));
}

/** The security groups of the load balancer in front of a release, if all of them are in a template. */
export function loadBalancerSecurityGroups(templates: Templates, release: Release): Resource[] | undefined {
  const loadBalancer = loadBalancerOf(templates, release.production.listener);
  return loadBalancer && allKnown(templates, loadBalancer, listAt(loadBalancer.properties, 'SecurityGroups'));
}

/** What a security group lets in, by rules of its own and by those beside it. */
export function ingressOf(templates: Templates, group: Resource): { rule: Properties; from: Resource }[] {
  const own = objectsAt(group.properties, 'SecurityGroupIngress').map((rule) => ({ rule, from: group }));
  const beside = templates
    .of(INGRESS)
    .filter((one) => templates.referred(one.stack, one.properties.GroupId) === group)
    .map((one) => ({ rule: one.properties, from: one }));
  return [...own, ...beside];
}

/** Whether a rule covers a port; what only CloudFormation knows counts as covered. */
export function covers(rule: Properties, port: number): boolean {
  if (String(rule.IpProtocol) === '-1') return true;
  const [from, to] = [numberAt(rule, 'FromPort'), numberAt(rule, 'ToPort')];
  return (from === undefined || from <= port) && (to === undefined || port <= to);
}

/**
 * Whether somebody with these security groups is let in at a port. A range of addresses, a prefix list, or a group that is in no template
 * may be theirs, so it counts.
 */
export function admits(templates: Templates, group: Resource, others: readonly Resource[], port: number): boolean {
  return ingressOf(templates, group).some(({ rule, from }) => {
    if (!covers(rule, port)) return false;
    if (!isThere(rule.SourceSecurityGroupId)) return true;
    const source = templates.referred(from.stack, rule.SourceSecurityGroupId);
    return source === undefined || others.includes(source);
  });
}

function allKnown(templates: Templates, owner: Resource, values: readonly unknown[]): Resource[] | undefined {
  const groups = values.map((value) => templates.referred(owner.stack, value));
  const known = groups.filter((group): group is Resource => group?.type === GROUP);
  return known.length > 0 && known.length === values.length ? known : undefined;
}
