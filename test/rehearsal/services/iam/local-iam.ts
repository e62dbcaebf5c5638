import { VirtualClock } from '../../../../rehearsal/clock';
import { Cloud } from '../../../../rehearsal/cloud';
import { type Principal, roleWith, rootOf } from '../../../../rehearsal/principal';
import type { Operations } from '../../../../rehearsal/service';
import { IAM_SWITCHES, Iam } from '../../../../rehearsal/services/iam/iam';
import type { Statement } from '../../../../rehearsal/services/iam/policy';
import { Switches } from '../../../../rehearsal/switches';

const TRUST = JSON.stringify({ Statement: [] });

/** An account with IAM and a few services that do nothing. */
export function localIam(switches: Record<string, string> = {}) {
  const cloud = new Cloud({ clock: new VirtualClock(), switches: new Switches(IAM_SWITCHES, switches) });
  const iam = cloud.add(new Iam(cloud));
  cloud.gatekeeper = iam;
  const nothing = (...names: string[]): Operations => Object.fromEntries(names.map((name) => [name, () => ({})]));
  cloud.add({ prefix: 'ecs', operations: nothing('CreateTaskSet', 'DescribeServices', 'RegisterTaskDefinition') });
  cloud.add({ prefix: 'lambda', operations: nothing('Invoke') });
  cloud.add({ prefix: 'elasticloadbalancing', operations: nothing('DescribeListeners', 'ModifyListener') });
  const root = cloud.client(iam, rootOf(cloud.account));

  /** A role with these statements, as a caller. */
  const role = async (name: string, statements: readonly Partial<Statement>[], tags: Record<string, string> = {}) => {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const { Role } = await root.CreateRole({ RoleName: name, AssumeRolePolicyDocument: TRUST, Tags });
    const Statement = statements.map((one) => ({ Effect: 'Allow', Resource: '*', ...one }));
    await root.PutRolePolicy({ RoleName: name, PolicyName: 'P', PolicyDocument: JSON.stringify({ Statement }) });
    return roleWith(Role?.Arn ?? '');
  };
  const call = (principal: Principal, prefix: string, operation: string, input: object = {}) =>
    cloud.call(prefix, operation, input, principal);
  return { cloud, iam, root, role, call };
}
