import { Duration, Stack, Token } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Environment } from '../../lambda/pre-warm/environment';
import type { BoundContext } from '../private/bound-context';
import { renderEnvironment, renderJsonVariable } from '../private/handler-environment';
import { HookFunction } from '../private/hook-function';
import { requireSecondsBetween, requireWholeBetween } from '../private/range-checks';
import { SingleUse } from '../private/single-use';
import { renderTargetVariables } from '../private/target-variables';
import type { Percent } from '../rollback/percent';
import { type HookConfig, type HookContext, HookStage, type IHook, type ReleaseHookContext } from './hook';
import type { HttpHookProps } from './http-hook-props';

/** Properties of a `PreWarm`. */
export interface PreWarmProps extends HttpHookProps {
  /** The paths that are asked for in turn; each starts with a slash. */
  readonly paths: string[];

  /** Requests for each path, 1 to 10,000. */
  readonly requests: number;

  /**
   * Requests at the same time, 1 to 100.
   *
   * @default 10
   */
  readonly concurrency?: number;

  /**
   * Request headers of every request.
   *
   * @default - none of its own
   */
  readonly headers?: { [name: string]: string };

  /**
   * Ends early once the latency is steady: once the p95 of two windows of requests, one after the other, differs by no more.
   *
   * @default - only the count of requests ends it
   */
  readonly steadyWithin?: Percent;

  /**
   * Requests in one window of `steadyWithin`, 10 to 10,000.
   *
   * @default 50
   */
  readonly steadyWindow?: number;

  /**
   * Share of the requests that may fail, by no answer in time or a status of 400 and above. More of them send the release back.
   *
   * @default Percent.of(5)
   */
  readonly maxFailures?: Percent;

  /**
   * Time for one request.
   *
   * @default Duration.seconds(10)
   */
  readonly requestTimeout?: Duration;

  /**
   * When the requests are made; one hook only at each stage.
   *
   * @default HookStage.BEFORE_ALLOW_TRAFFIC
   */
  readonly stage?: HookStage;
}

/**
 * Sends requests to the candidate before users do, so that caches, pools and compilers are warm when traffic shifts.
 *
 * The function runs inside the VPC unless the test listener is reachable from everywhere.
 */
export class PreWarm extends Construct implements IHook {
  public readonly stage: HookStage;
  private readonly usage: SingleUse;
  private handler?: lambda.Function;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PreWarmProps,
  ) {
    super(scope, id);
    validate(props);

    this.stage = props.stage ?? HookStage.BEFORE_ALLOW_TRAFFIC;
    this.usage = new SingleUse(this);
  }

  /** The function that sends the requests; made when a service takes the hook, and not there before. */
  public get warmFunction(): lambda.IFunction {
    if (!this.handler)
      throw new Error(`hook '${this.node.path}' has no function yet; list it in 'hooks' of a service first`);
    return this.handler;
  }

  public bindToCodeDeploy(context: HookContext): HookConfig {
    return this.bind(context);
  }

  public bindToStateMachine(context: ReleaseHookContext): HookConfig {
    return this.bind(context);
  }

  public bindToEcs(context: ReleaseHookContext): HookConfig {
    return this.bind(context);
  }

  private bind(context: BoundContext): HookConfig {
    this.usage.claim(context);
    const timeout = this.props.timeout ?? Duration.minutes(5);
    const { function: handler } = new HookFunction(this, 'Function', {
      handler: 'pre-warm',
      description: `Warms the candidate of ${context.servicePath}`,
      environment: renderEnvironment(this.node.path, this.renderVariables(context, timeout)),
      timeout,
      context,
      vpcSubnets: this.props.vpcSubnets,
      logRetention: this.props.logRetention,
    });
    this.handler = handler;
    return { handler, name: this.node.id };
  }

  private renderVariables(context: BoundContext, timeout: Duration): Environment {
    const { props } = this;
    const stack = Stack.of(this);
    return {
      ...renderTargetVariables(this.node.path, context),
      PATHS: renderJsonVariable(stack, props.paths),
      HEADERS: props.headers && stack.toJsonString(props.headers),
      REQUESTS: `${props.requests}`,
      CONCURRENCY: text(props.concurrency),
      STEADY_PERCENT: text(props.steadyWithin?.value),
      STEADY_WINDOW: text(props.steadyWindow),
      MAX_FAILURE_PERCENT: text(props.maxFailures?.value),
      REQUEST_TIMEOUT_MILLIS: text(props.requestTimeout?.toMilliseconds()),
      TIMEOUT_SECONDS: `${timeout.toSeconds()}`,
    };
  }
}

function text(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${value}`;
}

function validate(props: PreWarmProps): void {
  if (props.paths.length === 0) throw new Error("'paths' is empty; give at least one, such as '/'");
  const wrong = props.paths.find((path) => !Token.isUnresolved(path) && !path.startsWith('/'));
  if (wrong !== undefined)
    throw new Error(`'paths' must start with a slash, got '${wrong}'; did you mean '/${wrong}'?`);
  requireWholeBetween('requests', props.requests, 1, 10_000);
  requireWholeBetween('concurrency', props.concurrency, 1, 100);
  requireWholeBetween('steadyWindow', props.steadyWindow, 10, 10_000);
  requireSecondsBetween('timeout', props.timeout, 1, 840, 'a Lambda function ends after 15 minutes');
  if (!Token.isUnresolved(props.requests) && props.requests * props.paths.length > 100_000) {
    throw new Error(
      `'requests' times 'paths' must be at most 100000, got ${props.requests * props.paths.length}; make fewer requests or set 'steadyWithin'`,
    );
  }
}
