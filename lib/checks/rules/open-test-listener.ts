import type { Check } from '../check';
import { loadBalancerOf } from '../model/routes';
import { covers, ingressOf } from '../model/security-groups';
import type { Resource, Templates } from '../model/templates';
import { listAt, numberAt } from '../model/values';

const EVERYBODY = ['0.0.0.0/0', '::/0'];

export const openTestListener: Check = {
  id: 'BG023',
  level: 'warning',
  title: 'the test listener is open to the world',
  reason: 'Everybody then meets versions that nobody has tested yet, with whatever they leave open.',
  wayOut: 'let in the VPC, or those who test: testTrafficFrom, or open: false with connections.allowFrom',
  find: ({ templates, releases }) =>
    releases.flatMap(({ resource, test: { listener } }) => {
      const port = listener && numberAt(listener.properties, 'Port');
      const loadBalancer = loadBalancerOf(templates, listener);
      if (!listener || port === undefined || loadBalancer?.properties.Scheme !== 'internet-facing') return [];
      const open = listAt(loadBalancer.properties, 'SecurityGroups')
        .flatMap((group) => templates.referred(loadBalancer.stack, group) ?? [])
        .filter((group) => isOpen(templates, group, port));
      return open.map((group) => ({
        resource,
        message: `'${group.path}' lets everybody in at port ${port} of test listener '${listener.path}'`,
      }));
    }),
};

function isOpen(templates: Templates, group: Resource, port: number): boolean {
  return ingressOf(templates, group).some(
    ({ rule }) => covers(rule, port) && EVERYBODY.includes(String(rule.CidrIp ?? rule.CidrIpv6)),
  );
}
