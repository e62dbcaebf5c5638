import { Duration, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Environment, SmokeStep } from '../../lambda/smoke-test/environment';
import type { BoundContext } from '../private/bound-context';
import { renderEnvironment, renderJsonVariable } from '../private/handler-environment';
import { HookFunction } from '../private/hook-function';
import { requireSecondsBetween } from '../private/range-checks';
import { SingleUse } from '../private/single-use';
import { requireKnownVariables } from '../private/step-variables';
import { renderTargetVariables } from '../private/target-variables';
import { validVariable } from './capture';
import { type HookConfig, type HookContext, HookStage, type IHook, type ReleaseHookContext } from './hook';
import type { HttpHookProps } from './http-hook-props';
import type { HttpStep } from './http-step';
import type { SmokeTestSecret } from './smoke-test-secret';

/** Properties of a `SmokeTest`. */
export interface SmokeTestProps extends HttpHookProps {
  /** The requests, in order; the first that fails ends the test and sends the release back. */
  readonly steps: HttpStep[];

  /**
   * Test credentials by the name of the variable that steps use them by, as `${name}`.
   *
   * @default - the steps use no secret
   */
  readonly secrets?: { [variable: string]: SmokeTestSecret };

  /**
   * When the test runs; one hook only at each stage. Before `AFTER_ALLOW_TEST_TRAFFIC` the test listener leads to the live colour.
   *
   * @default HookStage.AFTER_ALLOW_TEST_TRAFFIC
   */
  readonly stage?: HookStage;
}

/**
 * Tests the candidate by HTTP requests on test traffic; a step that fails sends the release back before any user meets it.
 *
 * The function runs inside the VPC unless the test listener is reachable from everywhere.
 */
export class SmokeTest extends Construct implements IHook {
  public readonly stage: HookStage;
  private readonly usage: SingleUse;
  private handler?: lambda.Function;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SmokeTestProps,
  ) {
    super(scope, id);
    validate(props);

    this.stage = props.stage ?? HookStage.AFTER_ALLOW_TEST_TRAFFIC;
    this.usage = new SingleUse(this);
  }

  /**
   * The steps that are sent to the candidate again and again while traffic shifts.
   *
   * @internal
   */
  public get _probes(): SmokeStep[] {
    return this.props.steps.filter(({ _isProbe }) => _isProbe).map(({ _step }) => _step);
  }

  /** @internal */
  public get _vpcSubnets(): ec2.SubnetSelection | undefined {
    return this.props.vpcSubnets;
  }

  /** The function that runs the steps; made when a service takes the hook, and not there before. */
  public get testFunction(): lambda.IFunction {
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
      handler: 'smoke-test',
      description: `Smoke test of the candidate of ${context.servicePath}`,
      environment: renderEnvironment(this.node.path, this.renderVariables(context, timeout)),
      timeout,
      context,
      vpcSubnets: this.props.vpcSubnets,
      logRetention: this.props.logRetention,
    });
    for (const secret of Object.values(this.props.secrets ?? {})) secret._grantRead(handler);
    this.handler = handler;
    return { handler, name: this.node.id };
  }

  private renderVariables(context: BoundContext, timeout: Duration): Environment {
    const stack = Stack.of(this);
    const secrets = Object.entries(this.props.secrets ?? {}).map(([name, secret]) => secret._render(name));
    return {
      ...renderTargetVariables(this.node.path, context),
      STEPS: renderJsonVariable(
        stack,
        this.props.steps.map((step) => step._step),
      ),
      SECRETS: secrets.length === 0 ? undefined : stack.toJsonString(secrets),
      TIMEOUT_SECONDS: `${timeout.toSeconds()}`,
    };
  }
}

function validate(props: SmokeTestProps): void {
  if (props.steps.length === 0) throw new Error("'steps' is empty; give at least one, such as HttpStep.get('/health')");
  requireSecondsBetween('timeout', props.timeout, 1, 840, 'a Lambda function ends after 15 minutes');
  const secretNames = Object.keys(props.secrets ?? {}).map(validVariable);
  requireKnownVariables(
    props.steps.map((step) => step._step),
    secretNames,
  );
}
