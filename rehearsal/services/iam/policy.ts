import { AwsError } from '../../aws-error';

/** A policy document, as IAM keeps it. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: Statement | readonly Statement[];
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  /** By operator, then by key. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The statements of a document. */
export function statementsOf(document: PolicyDocument): readonly Statement[] {
  return [document.Statement].flat() as readonly Statement[];
}

/** @throws AwsError MalformedPolicyDocument */
export function parsePolicy(text: string | undefined): PolicyDocument {
  let document: unknown;
  try {
    document = JSON.parse(text?.startsWith('%') ? decodeURIComponent(text) : (text ?? ''));
  } catch {
    throw new AwsError('MalformedPolicyDocument', 'Syntax errors in policy.');
  }
  if (typeof document !== 'object' || document === null || !('Statement' in document))
    throw new AwsError('MalformedPolicyDocument', 'Missing required field Statement');
  return document as PolicyDocument;
}
