import type { ResponseLaunchTemplateData } from '@aws-sdk/client-ec2';
import type { Clock } from './clock';
import type { Principal } from './principal';

/** What an operation knows about its caller, beside its input. */
export interface Call {
  readonly principal: Principal;
  /** The clock of the cloud that is called. */
  readonly clock: Clock;
}

/**
 * One operation of AWS: typed input in, typed output out (the SDK's own types), AWS's own error names thrown as
 * `AwsError`. It knows nothing of protocols.
 */
// biome-ignore lint/suspicious/noExplicitAny: each operation has its own input; `never` would make the table uncallable
export type Operation = (input: any, call: Call) => unknown;

/** The operations of a service by AWS's names: `{ ModifyListener: (input, call) => ... }`. */
export type Operations = Record<string, Operation>;

/** Instances that a call leads to. */
export interface Launch {
  readonly templateId: string;
  readonly data: ResponseLaunchTemplateData;
  readonly subnets: readonly string[];
}

/** One AWS service: state and behaviour. */
export interface Service<O extends Operations = Operations> {
  /** The prefix of its IAM actions: `elasticloadbalancing`, `codedeploy`, `cloudwatch`, `ssm`, ... */
  readonly prefix: string;
  readonly operations: O;
  /**
   * The ARNs that a call touches, for the permission check, where they cannot be read off the input by the general
   * rule (see iam/resources.ts). Undefined: the general rule decides.
   */
  resourcesOf?(operation: string, input: unknown): string[] | undefined;
  /**
   * The operations that a call is made of, where IAM checks these and not the call itself (DynamoDB's transactions).
   * Undefined: the call is one operation.
   */
  partsOf?(operation: string, input: unknown): { readonly operation: string; readonly input: unknown }[] | undefined;
  /** The instances that a call leads to, where the caller must be allowed to start them. Undefined: to none. */
  launchOf?(operation: string, input: unknown): Launch | undefined;
}

/** A service as a caller sees it: every operation answers a promise, and the caller is checked first. */
export type Client<O extends Operations> = {
  [K in keyof O]: (input: Parameters<O[K]>[0]) => Promise<Awaited<ReturnType<O[K]>>>;
};
