import { ArnFormat, Duration, Names, Stack } from 'aws-cdk-lib';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as ssm from 'aws-cdk-lib/aws-ssm';
import { colourSources } from '../analysis/colour-sources';
import { DeploymentWatch } from '../analysis/deployment-watch';
import { probeOf } from '../analysis/probe';
import { Approval } from '../hooks/approval';
import { HookStage } from '../hooks/hook';
import { allow } from '../machine/allow';
import { StackRelease } from '../release-on-deploy/stack-release';
import { DEFAULT_SHIFT } from '../traffic/default-shift';
import { listenersOf } from '../traffic/traffic';
import { type AppSpecHook, renderAppSpec } from './app-spec';
import { requireCodeDeployCan } from './code-deploy-limits';
import { defineCodeDeployRole } from './code-deploy-role';
import { codeDeployDeployments } from './code-deploy-watch';
import { defineService } from './define-service';
import { deploymentConfigOf } from './deployment-config';
import { hookContextOf } from './hook-context';
import { defineReleaseParameter, renderText } from './release-descriptor';
import { RECORD_RETENTION, releaseRecordsOf } from './release-records';
import type { ReleasableService, ReleaseStrategy, ServiceParts } from './release-strategy';
import { renderTriggers } from './release-trigger';
import { releaseWithStack } from './release-with-stack';
import { withoutManagedPolicy } from './service-role';

/** How many alarms CodeDeploy watches for one deployment group. */
const MAX_ALARMS = 10;

/** What the way back to a version without tasks goes by. */
const AT_ONCE = 'CodeDeployDefault.ECSAllAtOnce';

type Hooks = ReadonlyMap<HookStage, lambda.IFunction>;

/** CodeDeploy releases the service: it makes task sets and rewrites what the listeners lead to. */
export class CodeDeployStrategy implements ReleaseStrategy {
  public readonly validate = requireCodeDeployCan;
  public readonly hasOwnRules = false;
  public readonly startWeights = { blue: 100, green: 0 };

  public define(parts: ServiceParts): ReleasableService {
    const { scope, props, live } = parts;
    const service = defineService(parts, {
      deploymentController: { type: ecs.DeploymentControllerType.CODE_DEPLOY },
    });
    const application = props.application ?? new codedeploy.EcsApplication(scope, 'Application');
    const groupName = props.deploymentGroupName ?? Names.uniqueResourceName(scope, { maxLength: 100, separator: '-' });
    const groupArn = deploymentGroupArn(parts, application, groupName);
    live.watch({
      properties: { Application: application.applicationName, DeploymentGroup: groupName },
      reads: [allow(['codedeploy:ListDeployments'], [groupArn])],
    });
    const onDeploy = props.releaseOnDeploy && new StackRelease(scope, 'ReleaseOnDeploy', props.releaseOnDeploy);
    const hooks = bindHooks(parts, groupArn, onDeploy);
    const deploymentConfig = deploymentConfigOf(scope, props.shift ?? DEFAULT_SHIFT);
    const invoked = [...new Set([...hooks.values(), ...(onDeploy ? [onDeploy.function] : [])])];
    const deploymentGroup = defineDeploymentGroup(parts, {
      service,
      application,
      groupName,
      deploymentConfig,
      invoked,
    });
    const alarms: string[] = [];
    const analysis = defineAnalysis(parts, service, application, groupName, alarms);
    const appSpec = defineAppSpec(parts, hooks);
    if (onDeploy) {
      releaseWithStack(onDeploy, parts, {
        service,
        application,
        groupName,
        groupArn,
        configNames: [deploymentConfig.deploymentConfigName, AT_ONCE],
        appSpec: renderText(Stack.of(scope), appSpec),
      });
    }
    return {
      service,
      application,
      deploymentGroup,
      releaseParameter: defineRelease(parts, service, deploymentGroup, appSpec, analysis),
      watcher: 'CodeDeploy',
      maxAlarms: MAX_ALARMS,
      watch: (alarm) => {
        deploymentGroup.addAlarm(alarm);
        alarms.push(alarm.alarmName);
      },
    };
  }
}

/** Made of names, because the group's own reference would be a circle: the group needs the role that may call the hook. */
function deploymentGroupArn({ scope }: ServiceParts, application: codedeploy.IEcsApplication, groupName: string) {
  return Stack.of(scope).formatArn({
    service: 'codedeploy',
    resource: 'deploymentgroup',
    resourceName: `${application.applicationName}/${groupName}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

function bindHooks(parts: ServiceParts, deploymentGroupArn: string, onDeploy: StackRelease | undefined): Hooks {
  const { scope, props, traffic } = parts;
  const context = {
    ...hookContextOf(parts),
    deploymentGroupArn,
  };
  const hooks = new Map(
    (props.hooks ?? []).map((hook) => {
      if (hook.stage === HookStage.AFTER_ALLOW_TEST_TRAFFIC && !traffic.testListener) {
        throw new Error(
          `a hook of '${scope.node.path}' is at the stage ${hook.stage}, which CodeDeploy leaves out without a test listener; leave out 'testTraffic: false' or give the hook another stage`,
        );
      }
      return [hook.stage, hook.bindToCodeDeploy(context).handler] as const;
    }),
  );
  if (onDeploy && props.releaseOnDeploy?._waitsFor === 'shifted')
    hooks.set(HookStage.AFTER_ALLOW_TRAFFIC, onDeploy.function);
  return hooks;
}

interface GroupParts {
  readonly service: ecs.BaseService;
  readonly application: codedeploy.IEcsApplication;
  readonly groupName: string;
  readonly deploymentConfig: codedeploy.IEcsDeploymentConfig;
  /** The functions that CodeDeploy may ask. */
  readonly invoked: lambda.IFunction[];
}

function defineDeploymentGroup(
  { scope, props, targetGroups, traffic }: ServiceParts,
  { service, application, groupName, deploymentConfig, invoked }: GroupParts,
): codedeploy.EcsDeploymentGroup {
  const role = defineCodeDeployRole(scope, {
    service,
    listenerArns: listenersOf(traffic).map((listener) => listener.listenerArn),
    hooks: invoked,
    topics: (props.triggers ?? []).map(({ topic }) => topic),
    role: props.serviceRole,
  });
  const group = new codedeploy.EcsDeploymentGroup(scope, 'DeploymentGroup', {
    application,
    deploymentGroupName: groupName,
    role: withoutManagedPolicy(scope, 'ServiceRole', role),
    service,
    deploymentConfig,
    blueGreenDeploymentConfig: {
      blueTargetGroup: targetGroups.blue,
      greenTargetGroup: targetGroups.green,
      listener: traffic.productionListener,
      testListener: traffic.testListener,
      deploymentApprovalWaitTime: (props.approval ?? Approval.none())._within,
      terminationWaitTime: props.bakeTime ?? Duration.minutes(10),
    },
    autoRollback: { failedDeployment: true, stoppedDeployment: true },
    ignorePollAlarmsFailure: props.ignoreAlarmPollFailure ?? false,
  });
  // CodeDeploy uses the role already while the group is made, to rewrite the production listener.
  group.node.addDependency(role);
  if (props.triggers && group.node.defaultChild instanceof codedeploy.CfnDeploymentGroup) {
    group.node.defaultChild.triggerConfigurations = renderTriggers(props.triggers);
  }
  return group;
}

/** Its names are those of the template's references, so that a rule of EventBridge and a role fit exactly one service. */
function defineAnalysis(
  parts: ServiceParts,
  service: ecs.BaseService,
  application: codedeploy.IEcsApplication,
  deploymentGroup: string,
  alarms: readonly string[],
): DeploymentWatch | undefined {
  const { scope, props, targetGroups, traffic } = parts;
  if (!props.analysis) return undefined;
  const { blue, green } = colourSources(traffic.loadBalancer, targetGroups);
  return new DeploymentWatch(scope, 'Analysis', {
    analysis: props.analysis,
    deployments: codeDeployDeployments(scope, {
      application: application.applicationName,
      deploymentGroup,
      cluster: props.cluster.clusterName,
      service: service.serviceName,
      targetGroups: { blue: targetGroups.blue.targetGroupName, green: targetGroups.green.targetGroupName },
      alarms,
    }),
    dimensions: { blue: blue.dimensions ?? {}, green: green.dimensions ?? {} },
    probe: probeOf(props.hooks ?? [], hookContextOf(parts)),
    recordRetention: props.recordRetention ?? RECORD_RETENTION,
    table: releaseRecordsOf(scope, props.removalPolicy),
  });
}

function defineRelease(
  { scope, props, traffic }: ServiceParts,
  service: ecs.BaseService,
  group: codedeploy.EcsDeploymentGroup,
  appSpec: object,
  analysis: DeploymentWatch | undefined,
): ssm.IStringParameter {
  const { taskDefinition } = props;
  return defineReleaseParameter(scope, {
    application: group.application.applicationName,
    deploymentGroup: group.deploymentGroupName,
    cluster: props.cluster.clusterName,
    service: service.serviceName,
    productionListener: traffic.productionListener.listenerArn,
    testListener: traffic.testListener?.listenerArn,
    taskFamily: taskDefinition.family,
    ...(analysis && {
      analysis: { table: analysis.table.tableName, lookFunction: analysis.lookFunction.functionName },
    }),
    appSpec,
  });
}

function defineAppSpec({ props, container }: ServiceParts, hooks: Hooks): object {
  return renderAppSpec({
    taskDefinitionArn: props.taskDefinition.taskDefinitionArn,
    ...container,
    platformVersion: props.platformVersion,
    capacityProviderStrategies: props.capacityProviderStrategies,
    hooks: [...hooks].map(([stage, handler]): AppSpecHook => ({ stage, functionArn: handler.functionArn })),
  });
}
