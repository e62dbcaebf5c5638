import { isMet } from './condition';
import { list } from './evaluate';
import { fits, fitsAction } from './wildcards';

/** A statement of a policy that hangs on a resource: it says who, beside what. */
export interface ResourceStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What an AWS service wants to do to a resource, on behalf of another one. */
export interface ServiceRequest {
  /** `events.amazonaws.com` */
  readonly service: string;
  readonly action: string;
  readonly resource: string;
  /** On whose behalf: the ARN of a rule, a topic, an alarm. */
  readonly sourceArn: string;
  readonly account: string;
}

/** Does the policy of a resource let an AWS service do something? Without a statement that allows it, it does not. */
export function allowsService(statements: readonly ResourceStatement[], request: ServiceRequest): boolean {
  const applying = statements.filter((one) => applies(one, request));
  return applying.length > 0 && applying.every((one) => one.Effect === 'Allow');
}

function applies(
  statement: ResourceStatement,
  { service, action, resource, sourceArn, account }: ServiceRequest,
): boolean {
  const { Principal, Action, Resource, Condition } = statement;
  const services = typeof Principal === 'object' ? list(Principal.Service) : [];
  const everybody = Principal === '*' || (typeof Principal === 'object' && list(Principal.AWS).includes('*'));
  if (!everybody && !services.includes(service)) return false;
  if (!list(Action).some((one) => fitsAction(one, action))) return false;
  if (Resource !== undefined && !list(Resource).some((one) => fits(one, resource))) return false;
  const context = {
    'aws:sourcearn': sourceArn,
    'aws:sourceaccount': account,
    'aws:sourceowner': account,
    'aws:principalservicename': service,
    'aws:securetransport': 'true',
  };
  return Condition === undefined || isMet(Condition, context);
}
