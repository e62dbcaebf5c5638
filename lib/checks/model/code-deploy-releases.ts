import type { Release } from './release';
import { listened, TARGET_GROUP } from './routes';
import { taskOf } from './task';
import type { Properties, Resource, Templates } from './templates';
import { at, jsonAt, listAt, numberAt, objectsAt } from './values';

const MINUTE = 60;

/** The releases of ECS services by CodeDeploy. */
export function codeDeployReleases(templates: Templates): Release[] {
  return templates
    .of('AWS::CodeDeploy::DeploymentGroup')
    .filter(({ properties }) => objectsAt(properties, 'ECSServices').length > 0)
    .map((group) => releaseOf(templates, group));
}

function releaseOf(templates: Templates, group: Resource): Release {
  const { stack, properties } = group;
  const [pair = {}] = objectsAt(properties, 'LoadBalancerInfo', 'TargetGroupPairInfoList');
  const targetGroupValues = objectsAt(pair, 'TargetGroups').map(({ Name }) => Name);
  const candidates = templates.of(TARGET_GROUP);
  const targetGroups = targetGroupValues.flatMap(
    (name) => templates.referredOrNamed(stack, name, candidates, 'Name') ?? [],
  );
  const [given] = objectsAt(properties, 'ECSServices');
  const services = templates.of('AWS::ECS::Service');
  const service = templates.referredOrNamed(stack, given?.ServiceName, services, 'ServiceName');
  const route = (name: string) => listened(templates, stack, listAt(pair, name, 'ListenerArns')[0], targetGroups);
  const alarmNames = objectsAt(properties, 'AlarmConfiguration', 'Alarms').map(({ Name }) => Name);
  const watched = at(properties, 'AlarmConfiguration', 'Enabled') === false ? [] : alarmNames;
  const alarms = templates.of('AWS::CloudWatch::Alarm');
  const parameter = parameterOf(templates, group);
  const bake = at(properties, 'BlueGreenDeploymentConfiguration', 'TerminateBlueInstancesOnDeploymentSuccess');
  const bakeMinutes = numberAt(bake, 'TerminationWaitTimeInMinutes');
  return {
    engine: 'codedeploy',
    workload: 'ecs',
    resource: group,
    service,
    task: service && taskOf(templates, service),
    targetGroupValues,
    targetGroups,
    production: route('ProdTrafficRoute'),
    test: route('TestTrafficRoute'),
    alarms: watched.flatMap((name) => templates.referredOrNamed(stack, name, alarms, 'AlarmName') ?? []),
    alarmCount: watched.length,
    analysis: at(parameter?.descriptor, 'analysis') !== undefined,
    stepSeconds: stepsOf(templates, group),
    bakeSeconds: bakeMinutes === undefined ? undefined : bakeMinutes * MINUTE,
    hookFunctions: parameter ? functionsIn(templates, parameter.resource) : [],
    descriptor: parameter?.descriptor,
  };
}

/** @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html */
const PREDEFINED: Readonly<Record<string, readonly number[]>> = {
  'CodeDeployDefault.ECSAllAtOnce': [],
  'CodeDeployDefault.ECSLinear10PercentEvery1Minutes': Array(9).fill(MINUTE),
  'CodeDeployDefault.ECSLinear10PercentEvery3Minutes': Array(9).fill(3 * MINUTE),
  'CodeDeployDefault.ECSCanary10Percent5Minutes': [5 * MINUTE],
  'CodeDeployDefault.ECSCanary10Percent15Minutes': [15 * MINUTE],
};

function stepsOf(templates: Templates, { stack, properties }: Resource): readonly number[] | undefined {
  const name = properties.DeploymentConfigName;
  if (typeof name === 'string' && PREDEFINED[name]) return PREDEFINED[name];
  const configs = templates.of('AWS::CodeDeploy::DeploymentConfig');
  const config = templates.referredOrNamed(stack, name, configs, 'DeploymentConfigName');
  const routing = at(config?.properties, 'TrafficRoutingConfig');
  if (at(routing, 'Type') === 'AllAtOnce') return [];
  const canary = numberAt(routing, 'TimeBasedCanary', 'CanaryInterval');
  if (canary !== undefined) return [canary * MINUTE];
  const interval = numberAt(routing, 'TimeBasedLinear', 'LinearInterval');
  const percent = numberAt(routing, 'TimeBasedLinear', 'LinearPercentage');
  if (interval === undefined || !percent) return undefined;
  return Array(Math.ceil(100 / percent) - 1).fill(interval * MINUTE);
}

/** The parameter that `BlueGreenEcsService` keeps the descriptor of a release in. */
function parameterOf(
  templates: Templates,
  group: Resource,
): { resource: Resource; descriptor: Properties } | undefined {
  for (const resource of templates.of('AWS::SSM::Parameter')) {
    const descriptor = jsonAt(resource.properties, 'Value') as Properties | undefined;
    const named = at(descriptor, 'deploymentGroup');
    if (descriptor && templates.referred(resource.stack, named) === group) return { resource, descriptor };
  }
  return undefined;
}

/** The AppSpec is a text inside the descriptor, so its hooks are found by what the whole text refers to. */
function functionsIn(templates: Templates, { stack, properties }: Resource): Resource[] {
  const parts = at(properties, 'Value', 'Fn::Join');
  const values = Array.isArray(parts) && Array.isArray(parts[1]) ? parts[1] : [];
  return values
    .flatMap((value) => templates.referred(stack, value) ?? [])
    .filter(({ type }) => type === 'AWS::Lambda::Function');
}
