import type { Template } from './template';

/** What intrinsics are resolved against. Every answer is asked with the place in the template, for the error's text. */
export interface Scope {
  readonly template: Template;
  readonly region: string;
  /** The value of a parameter, a pseudo parameter or the physical id of a resource; `NO_VALUE` for `AWS::NoValue`. */
  ref(name: string, place: string): unknown;
  getAtt(logicalId: string, attribute: string, place: string): unknown;
  /** Is a named condition of the template true? */
  isTrue(condition: string, place: string): boolean;
  /** The value of another stack's export. */
  importValue(name: string, place: string): unknown;
}

/** What `AWS::NoValue` resolves to; the property or list entry that holds it is left out. */
export const NO_VALUE: unique symbol = Symbol('AWS::NoValue');

/** The stack that a template is resolved for. */
export interface PseudoParameters {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
  readonly stackId: string;
  readonly notificationArns?: readonly string[];
}

/** What is known of a resource that exists. */
export interface ResourceValues {
  readonly physicalId: string;
  getAtt(attribute: string): unknown;
}

/** The value of a pseudo parameter, or undefined when there is none of this name. */
export function pseudoParameter(name: string, pseudo: PseudoParameters): unknown {
  const values: Record<string, unknown> = {
    'AWS::AccountId': pseudo.account,
    'AWS::Region': pseudo.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': pseudo.stackName,
    'AWS::StackId': pseudo.stackId,
    'AWS::NotificationARNs': pseudo.notificationArns ?? [],
    'AWS::NoValue': NO_VALUE,
  };
  return values[name];
}
