import { type Duration, type IResolvable, Lazy } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { DeadlineAction } from '../../hooks/approval';
import { serviceResource } from './service-resource';

/** What the CDK's own types cannot say of a hook, by CloudFormation's names. */
interface Extras {
  readonly TargetType?: 'PAUSE';
  readonly HookDetails?: string;
  readonly TimeoutConfiguration: { readonly TimeoutInMinutes: number; readonly Action: 'ROLLBACK' | 'CONTINUE' };
}

/** One hook of ours, in the CDK's own terms. */
class LifecycleHook implements ecs.IDeploymentLifecycleHookTarget {
  constructor(
    private readonly config: ecs.DeploymentLifecycleHookTargetConfig,
    private readonly extras: Extras,
  ) {}

  public bind(): ecs.DeploymentLifecycleHookTargetConfig {
    return this.config;
  }

  /** Is this how the CDK rendered it? */
  public isRenderedAs({ hookTargetArn, lifecycleStages = [] }: Rendered): boolean {
    return hookTargetArn === this.config.targetArn && lifecycleStages[0] === this.config.lifecycleStages[0];
  }

  /** What the CDK rendered, by CloudFormation's names and with what it cannot say. A pause calls nobody. */
  public complete(rendered: object): object {
    return this.extras.TargetType
      ? { LifecycleStages: this.config.lifecycleStages, ...this.extras }
      : { ...rendered, ...this.extras };
  }
}

interface Rendered {
  readonly hookTargetArn?: string;
  readonly lifecycleStages?: readonly string[];
}

/** A function that is asked. */
export interface LambdaHookOptions {
  readonly handler: lambda.IFunction;
  readonly stage: ecs.DeploymentLifecycleStage;
  readonly timeout: Duration;
  readonly details?: { readonly [key: string]: string };
}

/** A pause until a person decides. */
export interface PauseHookOptions {
  readonly stage: ecs.DeploymentLifecycleStage;
  readonly within: Duration;
  readonly atDeadline: DeadlineAction;
}

/** No ARN, but a mark by which the pause is known again among what the CDK renders. */
const PAUSE = 'pause';

/**
 * The lifecycle hooks of a service. The CDK renders them; what it cannot say in every version of our range (time-outs, details, pauses) is
 * added to what it has rendered, so that hooks which a team adds to the service by itself stay as they are.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-service-deploymentlifecyclehook.html
 */
export class LifecycleHooks {
  private readonly hooks: LifecycleHook[] = [];

  /** @param role what ECS calls the functions as */
  constructor(
    private readonly service: ecs.BaseService,
    private readonly role: iam.IRole,
  ) {
    const resource = serviceResource(service);
    const { lifecycleHooks } = resource.deploymentConfiguration as ecs.CfnService.DeploymentConfigurationProperty;
    resource.addPropertyOverride(
      'DeploymentConfiguration.LifecycleHooks',
      Lazy.uncachedAny({ produce: (context) => this.complete((lifecycleHooks as IResolvable).resolve(context)) }),
    );
  }

  public addLambda({ handler, stage, timeout, details }: LambdaHookOptions): void {
    this.role.addToPrincipalPolicy(
      new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [handler.functionArn] }),
    );
    this.add(
      new LifecycleHook(
        { targetArn: handler.functionArn, role: this.role, lifecycleStages: [stage] },
        {
          ...(details && { HookDetails: JSON.stringify(details) }),
          TimeoutConfiguration: { TimeoutInMinutes: timeout.toMinutes(), Action: 'ROLLBACK' },
        },
      ),
    );
  }

  public addPause({ stage, within, atDeadline }: PauseHookOptions): void {
    const Action = atDeadline === DeadlineAction.PROMOTE ? 'CONTINUE' : 'ROLLBACK';
    this.add(
      new LifecycleHook(
        { targetArn: PAUSE, role: this.role, lifecycleStages: [stage] },
        { TargetType: 'PAUSE', TimeoutConfiguration: { TimeoutInMinutes: within.toMinutes(), Action } },
      ),
    );
  }

  private add(hook: LifecycleHook): void {
    this.hooks.push(hook);
    this.service.addLifecycleHook(hook);
  }

  /** @param rendered what the CDK makes of all hooks, ours and the team's; undefined when there is none */
  private complete(rendered: Rendered[] | undefined): object[] | undefined {
    return rendered?.map((hook) => {
      const byItsName = Object.fromEntries(Object.entries(hook).map(([key, value]) => [upperFirst(key), value]));
      return this.hooks.find((one) => one.isRenderedAs(hook))?.complete(byItsName) ?? byItsName;
    });
  }
}

function upperFirst(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
