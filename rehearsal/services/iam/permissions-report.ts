import type { CallRecord } from '../../cloud';
import type { RoleActions } from '../../report';
import { actionOf } from './action-names';
import { list } from './evaluate';
import type { Iam } from './iam';
import { roleLabel } from './roles';
import { fitsAction } from './wildcards';

/** What the roles of the templates did with what they are allowed. Roles by their logical ids. */
export interface PermissionsReport {
  readonly used: readonly RoleActions[];
  readonly refused: readonly RoleActions[];
  /** Actions that policies name and no call used; a wildcard is named as it is written. */
  readonly neverUsed: readonly RoleActions[];
  /** Actions that policies name and that the local AWS does not have, so that nothing can be said of them. */
  readonly notRehearsed: readonly RoleActions[];
}

/**
 * Compares the calls that roles made with their policies. An action counts as used when it was admitted, also when it
 * then failed. Roles that no call was made with are listed too: with nothing used, and everything never used.
 */
export function permissionsReport(calls: readonly CallRecord[], iam: Iam): PermissionsReport {
  const byRole = [...iam.state.roles.values()].map((role) => {
    const own = calls.filter(({ principal }) => principal.kind === 'role' && principal.arn === role.arn);
    const actions = (wanted: (call: CallRecord) => boolean) => unique(own.filter(wanted).map(iamAction));
    const passed = iam.passedBy.has(role.arn) ? ['iam:PassRole'] : [];
    const used = unique([...actions((call) => call.outcome !== 'denied'), ...passed]);
    const refused = [
      ...actions((call) => call.outcome === 'denied'),
      // The call that was denied may have been allowed itself: the role it passes was not.
      ...iam.refusals.filter((one) => one.roleArn === role.arn).map((one) => one.action),
    ];
    const granted = iam.state
      .statementsOf(role)
      .filter((one) => one.Effect === 'Allow')
      .flatMap((one) => list(one.Action));
    const unused = unique(granted.filter((one) => !used.some((action) => fitsAction(one, action))));
    return {
      ...{ role: roleLabel(role), used, refused: unique(refused) },
      neverUsed: unused.filter((one) => iam.isRehearsed(one)),
      notRehearsed: unused.filter((one) => !iam.isRehearsed(one)),
    };
  });
  const part = (name: Exclude<keyof (typeof byRole)[number], 'role'>): RoleActions[] =>
    byRole.map((one) => ({ role: one.role, actions: one[name] })).filter((one) => one.actions.length > 0);
  return {
    used: part('used'),
    refused: part('refused'),
    neverUsed: part('neverUsed'),
    notRehearsed: part('notRehearsed'),
  };
}

function iamAction({ action }: CallRecord): string {
  const [prefix = '', operation = ''] = action.split(':');
  return actionOf(prefix, operation);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
