import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';

/**
 * The points of a release at which a hook is asked. CodeDeploy asks one function at each, the release machine and ECS any number,
 * ECS those of one point at the same time.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html#appspec-hooks-ecs
 */
export enum HookStage {
  /** Before the candidate's tasks start. Nothing exists yet that could be rolled back. */
  BEFORE_INSTALL = 'BeforeInstall',

  /** The candidate's tasks run; no traffic reaches them. */
  AFTER_INSTALL = 'AfterInstall',

  /** The test listener leads to the candidate. */
  AFTER_ALLOW_TEST_TRAFFIC = 'AfterAllowTestTraffic',

  /** The last moment before production traffic shifts. */
  BEFORE_ALLOW_TRAFFIC = 'BeforeAllowTraffic',

  /** All production traffic is on the candidate. */
  AFTER_ALLOW_TRAFFIC = 'AfterAllowTraffic',
}

/** What something that is released tells its hooks about itself, whoever asks them. */
export interface ReleaseHookContext {
  /** Path of its construct, for messages. */
  readonly servicePath: string;

  /**
   * The VPC that hooks run in.
   *
   * @default - hooks run outside of a VPC
   */
  readonly vpc?: ec2.IVpc;

  /**
   * Base URL of the candidate, without a path; the release machine sends another one with each question if it depends on the colour.
   *
   * @default - there is no test traffic
   */
  readonly testUrl?: string;

  /**
   * The test listener, as a network peer.
   *
   * @default - there is no test listener
   */
  readonly testListener?: ec2.IConnectable;

  /** Whether a hook reaches the candidate only from inside the VPC. */
  readonly insideVpc: boolean;

  /** Whether a hook's security group must be allowed on the test listener. */
  readonly needsIngressRule: boolean;

  /**
   * `app/<name>/<id>` of an internet-facing load balancer, whose private addresses a hook inside the VPC must look up.
   *
   * @default - the DNS name of the test URL leads to the candidate
   */
  readonly loadBalancerName?: string;

  /**
   * The name that users call.
   *
   * @default - hooks use the name of the test URL
   */
  readonly hostName?: string;

  /**
   * The header that requests to the candidate have to carry, with the value `candidate`.
   *
   * @default - the port of the test URL leads to the candidate
   */
  readonly testHeader?: string;
}

/** What a service that CodeDeploy releases tells its hooks besides. */
export interface HookContext extends ReleaseHookContext {
  /** ARN of the deployment group whose deployments the hook answers. */
  readonly deploymentGroupArn: string;
}

/** What a hook tells the service. */
export interface HookConfig {
  /** The function that is asked. */
  readonly handler: lambda.IFunction;

  /**
   * What the states of the release machine that ask it are called.
   *
   * @default - the stage
   */
  readonly name?: string;

  /**
   * What ECS hands to the function with each question, where ECS itself releases.
   *
   * @default - nothing
   */
  readonly details?: { [key: string]: string };
}

/** Code that is asked during a release, and can send it back. */
export interface IHook {
  /** When the hook is asked. */
  readonly stage: HookStage;

  /**
   * Makes what the hook needs, with its permissions, for one service released by CodeDeploy.
   *
   * Called once by the service that the hook is given to.
   */
  bindToCodeDeploy(context: HookContext): HookConfig;

  /**
   * Makes what the hook needs for something released by the release machine, which takes the function's result as the verdict.
   *
   * Called once by the construct that the hook is given to.
   */
  bindToStateMachine(context: ReleaseHookContext): HookConfig;

  /**
   * Makes what the hook needs for one service released by ECS itself, which takes the function's result as the verdict.
   *
   * Called once by the service that the hook is given to.
   */
  bindToEcs(context: ReleaseHookContext): HookConfig;
}
