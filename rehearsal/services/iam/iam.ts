import { AwsError } from '../../aws-error';
import type { Cloud, Gatekeeper } from '../../cloud';
import type { Principal } from '../../principal';
import type { Launch, Service } from '../../service';
import { accessDenied } from './access-denied';
import { actionOf } from './action-names';
import type { Context } from './condition';
import { contextOf } from './context';
import { type AccessRequest, type Decision, evaluate } from './evaluate';
import { instanceProfileOperations } from './instance-profiles';
import { launchRequests } from './launch-permissions';
import { passedRoles } from './passed-roles';
import { policyOperations } from './policy-operations';
import { resourcesOf } from './resources';
import { roleOperations } from './role-operations';
import { Roles } from './roles';
import { fitsAction, UNKNOWN } from './wildcards';

export { IAM_SWITCHES } from './switches';

/** Something that was refused, with the resource that it was refused on. */
export interface Refusal {
  readonly roleArn: string;
  readonly action: string;
  readonly resource: string;
}

/**
 * IAM: roles and their policies, and the check of every call that a role makes. Root and AWS's own service-linked roles
 * may do everything. Only identity policies are judged: no resource policies, boundaries, session policies or trust.
 */
export class Iam implements Service, Gatekeeper {
  public readonly prefix = 'iam';
  public readonly state = new Roles();
  public readonly operations: ReturnType<typeof roleOperations> &
    ReturnType<typeof policyOperations> &
    ReturnType<typeof instanceProfileOperations>;
  /** Everything that was refused, in order. */
  public readonly refusals: Refusal[] = [];
  /** ARNs of roles that passed another role on, and were allowed to. */
  public readonly passedBy = new Set<string>();

  constructor(private readonly cloud: Cloud) {
    const { state } = this;
    this.operations = {
      ...roleOperations(state, cloud),
      ...policyOperations(state, cloud),
      ...instanceProfileOperations(state, cloud),
    };
  }

  /** Does the account have this role? */
  public hasRole(arn: string): boolean {
    return this.state.tryFindByArn(arn) !== undefined;
  }

  /** AWS managed policies that roles have and whose content is not known here. */
  public get unknownManagedPolicies(): string[] {
    const all = [...this.state.roles.values()].flatMap((role) => this.state.unknownPoliciesOf(role));
    return [...new Set(all)].sort();
  }

  /** Can the local AWS be asked for this action of a policy at all? A wildcard of one of its services can. */
  public isRehearsed(action: string): boolean {
    const [prefix = ''] = action.split(':');
    const operations = Object.keys(this.cloud.tryFindService(prefix)?.operations ?? {});
    return operations.some((operation) => fitsAction(action, actionOf(prefix, operation)));
  }

  /** @throws AwsError AWS's access-denied error, when the caller's role may not do this */
  public admit(principal: Principal, service: Service, operation: string, input: unknown): void {
    if (principal.kind !== 'role' || UNGUARDED.has(`${service.prefix}:${operation}`)) return;
    const parts = service.partsOf?.(operation, input);
    if (parts) {
      for (const part of parts) this.admit(principal, service, part.operation, part.input);
      return;
    }
    const { prefix } = service;
    const action = actionOf(prefix, operation);
    const context = contextOf(prefix, input, principal, this.cloud);
    const [, name = ''] = action.split(':');
    const resources = service.resourcesOf?.(operation, input) ?? resourcesOf(prefix, name, input, this.cloud);
    for (const resource of resources) this.check(prefix, principal, { action, resource, context });
    for (const { roleArn, service: passedTo } of passedRoles(`${prefix}:${operation}`, input)) {
      const passing = { ...context, 'iam:passedtoservice': passedTo };
      this.check(prefix, principal, { action: 'iam:PassRole', resource: roleArn, context: passing });
      this.passedBy.add(principal.arn);
    }
    const launch = service.launchOf?.(operation, input);
    if (launch) this.checkLaunch(prefix, principal, launch, context);
  }

  /** Auto Scaling asks EC2, as the caller, whether the instances could be started, and says only of which template they could not. */
  private checkLaunch(prefix: string, principal: Principal, launch: Launch, context: Context): void {
    try {
      for (const request of launchRequests(launch, context, this.cloud, this.state)) {
        this.check(prefix, principal, request);
        if (request.action === 'iam:PassRole') this.passedBy.add(principal.arn);
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const text = `You are not authorized to use launch template: ${launch.templateId} (${why})`;
      throw new AwsError('AccessDenied', text, 403);
    }
  }

  private check(prefix: string, principal: Principal, request: AccessRequest): void {
    const decision = this.decide(principal, request);
    if (decision === 'allow') return;
    const resource = request.resource.replaceAll(UNKNOWN, '*');
    this.refusals.push({ roleArn: principal.arn, action: request.action, resource });
    throw accessDenied(prefix, principal, request.action, resource, decision);
  }

  private decide(principal: Principal, request: AccessRequest): Decision {
    const role = this.state.tryFindByArn(principal.arn);
    if (!role) return 'implicit-deny';
    const decision = evaluate(this.state.statementsOf(role), request);
    if (decision !== 'implicit-deny' || this.state.unknownPoliciesOf(role).length === 0) return decision;
    return this.cloud.switches.is('iam.unknown-managed-policy', 'grants-everything') ? 'allow' : decision;
  }
}

/**
 * Whoever is somebody may ask who; not even a Deny keeps anybody from it.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
const UNGUARDED = new Set(['sts:GetCallerIdentity']);
