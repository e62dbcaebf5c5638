import { Annotations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { HookConfig, HookContext, HookStage, IHook, ReleaseHookContext } from './hook';

/** The warning about a function that nothing can be granted to. */
const UNKNOWN_ROLE = 'cdk-blue-green:hookWithoutRole';

/** How a function is asked. */
export interface FunctionHookOptions {
  /**
   * What the function gets as `hookDetails` with every question, where ECS itself releases. CodeDeploy and the release machine cannot hand
   * anything over.
   *
   * @default - nothing
   */
  readonly details?: { [key: string]: string };
}

/**
 * A team's own Lambda function as a hook.
 *
 * For an Auto Scaling group or a DNS name the function gets `{ release, stage, colour, testUrl, execution }` and returns
 * `{ verdict: 'pass' }`, `{ verdict: 'fail', reason }` or `{ verdict: 'wait', retryAfterSeconds }`; anything else is a fail.
 *
 * Where ECS itself releases, the function gets ECS's own event and returns `{ hookStatus: 'SUCCEEDED' }`, `{ hookStatus: 'FAILED' }` or
 * `{ hookStatus: 'IN_PROGRESS', callBackDelay }` within 15 minutes; anything else is a fail.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/lambda-lifecycle-hooks.html
 *
 * Where CodeDeploy releases an ECS service, the function gets `{ DeploymentId, LifecycleEventHookExecutionId }` and answers within an hour by
 * `PutLifecycleEventHookExecutionStatus` with `Succeeded` or `Failed`; what it returns is not looked at. The permission to answer
 * for this service is granted here, and CodeDeploy's permission to call the function too. A function that is imported without its role
 * cannot be granted anything: the synth warns, and the permission has to be given where the role is.
 */
export class FunctionHook implements IHook {
  /** Asks `handler` at `stage`. */
  public static at(stage: HookStage, handler: lambda.IFunction, options: FunctionHookOptions = {}): FunctionHook {
    return new FunctionHook(stage, handler, options);
  }

  private constructor(
    public readonly stage: HookStage,
    private readonly handler: lambda.IFunction,
    private readonly options: FunctionHookOptions,
  ) {}

  public bindToCodeDeploy(context: HookContext): HookConfig {
    if (!this.handler.role) {
      Annotations.of(this.handler).addWarningV2(
        UNKNOWN_ROLE,
        `this function is a hook of '${context.servicePath}', and is imported without its role: it cannot be allowed codedeploy:PutLifecycleEventHookExecutionStatus, without which the release waits an hour for it and goes back; import it with fromFunctionAttributes({ functionArn, role }), or allow it there and acknowledge this`,
      );
    }
    this.handler.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['codedeploy:PutLifecycleEventHookExecutionStatus'],
        resources: [context.deploymentGroupArn],
      }),
    );
    return { handler: this.handler };
  }

  public bindToEcs(_context: ReleaseHookContext): HookConfig {
    return { handler: this.handler, details: this.options.details };
  }

  public bindToStateMachine(_context: ReleaseHookContext): HookConfig {
    return { handler: this.handler, name: this.handler.node.id };
  }
}
