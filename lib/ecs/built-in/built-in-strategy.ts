import { Duration, Lazy } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as ssm from 'aws-cdk-lib/aws-ssm';
import type { DeploymentWatch } from '../../analysis/deployment-watch';
import { HookStage } from '../../hooks/hook';
import { allow } from '../../machine/allow';
import { requireMinutesBetween } from '../../private/range-checks';
import { Colour } from '../../traffic/colour';
import { DEFAULT_SHIFT } from '../../traffic/default-shift';
import { defineService } from '../define-service';
import type { EcsControllerOptions } from '../release-controller';
import type { ReleasableService, ReleaseStrategy, ServiceParts } from '../release-strategy';
import { withoutManagedPolicy } from '../service-role';
import { AlarmPreflight } from './alarm-preflight';
import { addGate, bindHooks } from './bind-hooks';
import { defineBuiltInDescriptor, type HookDescriptor } from './built-in-descriptor';
import { DEFAULT_BAKE, MAX_HOOKS, requireEcsCan } from './built-in-limits';
import { watcherOf } from './built-in-watch';
import { watchAlarms } from './deployment-alarms';
import { renderStrategy } from './deployment-strategy';
import { defineInfrastructureRole } from './infrastructure-role';
import { LifecycleHooks } from './lifecycle-hooks';
import { lifecycleStageOf } from './lifecycle-stage';
import { defineMeasurePreflight } from './measure-preflight';

/** What one call of DescribeAlarms takes; ECS names no limit of its own. */
const MAX_ALARMS = 100;

/** ECS releases the service itself: it makes service revisions and moves the weights of the service's listener rules. */
export class BuiltInStrategy implements ReleaseStrategy {
  public readonly validate = requireEcsCan;
  public readonly hasOwnRules = true;
  private readonly hookTimeout: Duration;

  constructor(private readonly options: EcsControllerOptions) {
    requireMinutesBetween('hookTimeout', options.hookTimeout, 1, 1440, 'ECS asks a hook for a day at most');
    this.hookTimeout = options.hookTimeout ?? Duration.hours(1);
  }

  /** One on the colour that serves, none on the other: ECS moves these weights. */
  public get startWeights() {
    return this.options.liveColour === Colour.GREEN ? { blue: 0, green: 1 } : { blue: 1, green: 0 };
  }

  public define(parts: ServiceParts): ReleasableService {
    const { scope, live } = parts;
    const service = this.defineService(parts);
    live.watch({
      // By its logical id: the service waits for its rules, and so cannot be waited for.
      properties: { ServiceLogicalId: (service.node.defaultChild as ecs.CfnService).logicalId },
      reads: [allow(['ecs:ListServiceDeployments'], [service.serviceArn])],
      isMadeLater: true,
    });
    const hookRole = new iam.Role(scope, 'EcsHookRole', { assumedBy: new iam.ServicePrincipal('ecs.amazonaws.com') });
    // The CDK has the service wait for the role, but not for what it may do, and ECS asks the first hooks at once.
    service.node.addDependency(hookRole);
    const hooks = new LifecycleHooks(service, hookRole);
    // The preflight comes later than the parameter that names all hooks, as the alarms do.
    const bound = bindHooks(parts, hooks, this.hookTimeout);
    bound.push(...this.defineMeasurePreflight(parts, hooks));
    addGate(parts, hooks);
    const alarms: cloudwatch.IAlarm[] = [];
    const analysis = parts.props.analysis && watcherOf(parts, service);
    return {
      service,
      releaseParameter: defineRelease(parts, service, alarms, bound, analysis),
      tell: () => watcherOf(parts, service),
      watcher: 'ECS',
      maxAlarms: MAX_ALARMS,
      watch: (alarm) => {
        if (alarms.length === 0) {
          watchAlarms(service, alarms);
          bound.push(...this.definePreflight(parts, alarms, hooks));
        }
        alarms.push(alarm);
      },
    };
  }

  private defineService(parts: ServiceParts): ecs.BaseService {
    const { scope, props, targetGroups } = parts;
    const { production, test } = rulesOf(parts);
    const rules = test ? [production, test] : [production];
    const role = defineInfrastructureRole(scope, targetGroups, rules, props.serviceRole);
    const service = defineService(parts, {
      deploymentController: { type: ecs.DeploymentControllerType.ECS },
      ...renderStrategy(props.shift ?? DEFAULT_SHIFT),
      bakeTime: props.bakeTime ?? DEFAULT_BAKE,
      circuitBreaker: { enable: this.options.circuitBreaker ?? true, rollback: true },
      alternateTarget: new ecs.AlternateTarget('AlternateTarget', {
        alternateTargetGroup: targetGroups.green,
        productionListener: ecs.ListenerRuleConfiguration.applicationListenerRule(production),
        testListener: test && ecs.ListenerRuleConfiguration.applicationListenerRule(test),
        role: withoutManagedPolicy(scope, 'ServiceRole', role),
      }),
    });
    // ECS registers the first tasks as this role.
    service.node.addDependency(role);
    return service;
  }

  private definePreflight(
    { scope, props }: ServiceParts,
    alarms: cloudwatch.IAlarm[],
    into: LifecycleHooks,
  ): HookDescriptor[] {
    if (!(this.options.alarmPreflight ?? true)) return [];
    const others = (props.hooks ?? []).length + (this.asksForMeasures(props) ? 1 : 0);
    requireRoom(others, 'the preflight of the alarms', 'alarmPreflight');
    return this.addPreflight(new AlarmPreflight(scope, 'AlarmPreflight', alarms).function, into);
  }

  private defineMeasurePreflight(parts: ServiceParts, into: LifecycleHooks): HookDescriptor[] {
    const { analysis, hooks = [] } = parts.props;
    if (!analysis || !this.asksForMeasures(parts.props)) return [];
    requireRoom(hooks.length, 'the preflight of the measures', 'measurePreflight');
    return this.addPreflight(defineMeasurePreflight(parts, analysis), into);
  }

  private asksForMeasures({ analysis }: ServiceParts['props']): boolean {
    return analysis !== undefined && (this.options.measurePreflight ?? true);
  }

  private addPreflight(handler: lambda.IFunction, into: LifecycleHooks): HookDescriptor[] {
    const stage = HookStage.BEFORE_INSTALL;
    into.addLambda({ handler, stage: lifecycleStageOf(stage), timeout: this.hookTimeout });
    return [{ stage, functionArn: handler.functionArn }];
  }
}

function requireRoom(others: number, what: string, option: string): void {
  if (others < MAX_HOOKS) return;
  throw new Error(
    `there are ${others} hooks, and ECS asks ${MAX_HOOKS}, but ${what} is one too; join some of them, or set '${option}' to false`,
  );
}

interface Rules {
  readonly production: elbv2.ApplicationListenerRule;
  readonly test?: elbv2.ApplicationListenerRule;
}

function rulesOf({ scope, traffic: { productionRule, testRule } }: ServiceParts): Rules {
  if (!productionRule) throw new Error(`'${scope.node.path}' has no rule of its own on its production listener`);
  return { production: productionRule, test: testRule };
}

function defineRelease(
  parts: ServiceParts,
  service: ecs.BaseService,
  alarms: cloudwatch.IAlarm[],
  hooks: HookDescriptor[],
  analysis: DeploymentWatch | undefined,
): ssm.IStringParameter {
  const { scope, props, traffic, targetGroups } = parts;
  const { production, test } = rulesOf(parts);
  return defineBuiltInDescriptor(scope, {
    cluster: props.cluster.clusterName,
    service: service.serviceName,
    taskFamily: props.taskDefinition.family,
    productionListener: traffic.productionListener.listenerArn,
    productionRule: production.listenerRuleArn,
    testListener: traffic.testListener?.listenerArn,
    testRule: test?.listenerRuleArn,
    colours: {
      blue: { targetGroup: targetGroups.blue.targetGroupArn },
      green: { targetGroup: targetGroups.green.targetGroupArn },
    },
    alarms: Lazy.list({ produce: () => alarms.map((alarm) => alarm.alarmName) }, { omitEmpty: false }),
    approvalSeconds: props.approval?._within?.toSeconds() ?? 0,
    hooks,
    ...(analysis && {
      analysis: { table: analysis.table.tableName, lookFunction: analysis.lookFunction.functionName },
    }),
  });
}
