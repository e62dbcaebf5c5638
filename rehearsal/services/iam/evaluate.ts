import { type Context, isMet } from './condition';
import type { Statement } from './policy';
import { fits, fitsAction } from './wildcards';

/** What somebody asks to do. */
export interface AccessRequest {
  /** `ecs:CreateTaskSet` */
  readonly action: string;
  /** An ARN, or `*` for an action that touches no resource of its own. */
  readonly resource: string;
  readonly context: Context;
}

/** `implicit-deny`: no statement allows it. `explicit-deny`: a statement forbids it, whatever others say. */
export type Decision = 'allow' | 'implicit-deny' | 'explicit-deny';

/** What a role's identity policies say to a request. */
export function evaluate(statements: readonly Statement[], request: AccessRequest): Decision {
  const applying = statements.filter((one) => applies(one, request));
  if (applying.some((one) => one.Effect === 'Deny')) return 'explicit-deny';
  return applying.some((one) => one.Effect === 'Allow') ? 'allow' : 'implicit-deny';
}

function applies(statement: Statement, { action, resource, context }: AccessRequest): boolean {
  const { Action, NotAction, Resource, NotResource, Condition } = statement;
  const isAction = (patterns: string | readonly string[]) => list(patterns).some((one) => fitsAction(one, action));
  const isResource = (patterns: string | readonly string[]) => list(patterns).some((one) => fits(one, resource));
  if (Action !== undefined ? !isAction(Action) : NotAction === undefined || isAction(NotAction)) return false;
  if (Resource !== undefined ? !isResource(Resource) : NotResource === undefined || isResource(NotResource))
    return false;
  return Condition === undefined || isMet(Condition, context);
}

export function list(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : ([value].flat() as readonly string[]);
}
