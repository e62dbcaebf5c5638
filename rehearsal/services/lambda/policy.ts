import type { AddPermissionRequest, RemovePermissionRequest } from '@aws-sdk/client-lambda';
import { AwsError } from '../../aws-error';
import type { FunctionState } from './function-state';
import type { Statement } from './statement';

/** Lets somebody invoke a function. */
export function addStatement(fn: FunctionState, input: AddPermissionRequest) {
  const { StatementId = '', Principal = '', Action = '' } = input;
  if (fn.statements.has(StatementId)) {
    throw new AwsError(
      'ResourceConflictException',
      `The statement id (${StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      409,
    );
  }
  const statement: Statement = {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: principalOf(Principal),
    Action,
    Resource: fn.arn,
    ...conditionOf(input),
  };
  fn.statements.set(StatementId, statement);
  return { Statement: JSON.stringify(statement) };
}

/** Takes a statement away. */
export function removeStatement(fn: FunctionState, { StatementId = '' }: RemovePermissionRequest) {
  if (!fn.statements.delete(StatementId)) {
    throw new AwsError('ResourceNotFoundException', `Statement ${StatementId} is not found in resource policy.`, 404);
  }
  return {};
}

/** The policy as a document; a function without statements has none. */
export function policyDocument(fn: FunctionState) {
  if (fn.statements.size === 0) {
    throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
  }
  const policy = { Version: '2012-10-17', Id: 'default', Statement: [...fn.statements.values()] };
  return { Policy: JSON.stringify(policy) };
}

function principalOf(principal: string): Statement['Principal'] {
  if (principal === '*') return '*';
  if (principal.includes('.amazonaws.')) return { Service: principal };
  return { AWS: /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal };
}

function conditionOf({ SourceArn, SourceAccount }: AddPermissionRequest): Pick<Statement, 'Condition'> {
  const account = SourceAccount && { StringEquals: { 'AWS:SourceAccount': SourceAccount } };
  const arn = SourceArn && { ArnLike: { 'AWS:SourceArn': SourceArn } };
  return account || arn ? { Condition: { ...(account || {}), ...(arn || {}) } } : {};
}
