import type { Release } from './release';
import { listened } from './routes';
import { taskOf } from './task';
import type { Properties, Resource, Templates } from './templates';
import { at, isThere, jsonAt, listAt, numberAt, objectsAt, textAt } from './values';

const MINUTE = 60;

/** How ECS's own strategies shift traffic; ROLLING is none of them. */
export const STRATEGIES = ['BLUE_GREEN', 'CANARY', 'LINEAR'];

/**
 * The releases that ECS makes by itself.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export function ecsReleases(templates: Templates): Release[] {
  return templates
    .of('AWS::ECS::Service')
    .filter((service) => STRATEGIES.includes(strategyOf(service)))
    .map((service) => releaseOf(templates, service));
}

/** The strategy of a service; ROLLING when it says none. */
export function strategyOf({ properties }: Resource): string {
  return textAt(properties, 'DeploymentConfiguration', 'Strategy') ?? 'ROLLING';
}

function releaseOf(templates: Templates, service: Resource): Release {
  const { stack, properties } = service;
  const balancers = objectsAt(properties, 'LoadBalancers');
  const targetGroupValues = balancers
    .flatMap((one) => [one.TargetGroupArn, at(one, 'AdvancedConfiguration', 'AlternateTargetGroupArn')])
    .filter(isThere);
  const targetGroups = targetGroupValues.flatMap((arn) => templates.referred(stack, arn) ?? []);
  const route = (name: string) =>
    listened(templates, stack, at(balancers[0], 'AdvancedConfiguration', name), targetGroups);
  const configuration = properties.DeploymentConfiguration;
  const enabled = at(configuration, 'Alarms', 'Enable') === true;
  const names = enabled ? listAt(configuration, 'Alarms', 'AlarmNames') : [];
  const alarms = templates.of('AWS::CloudWatch::Alarm');
  const bake = numberAt(configuration, 'BakeTimeInMinutes');
  return {
    engine: 'ecs',
    workload: 'ecs',
    resource: service,
    service,
    task: taskOf(templates, service),
    targetGroupValues,
    targetGroups,
    production: route('ProductionListenerRule'),
    test: route('TestListenerRule'),
    alarms: names.flatMap((name) => templates.referredOrNamed(stack, name, alarms, 'AlarmName') ?? []),
    alarmCount: names.length,
    analysis: isAnalysed(templates, service),
    stepSeconds: stepsOf(service),
    bakeSeconds: bake === undefined ? undefined : bake * MINUTE,
    hookFunctions: objectsAt(configuration, 'LifecycleHooks')
      .flatMap(({ HookTargetArn }) => templates.referred(stack, HookTargetArn) ?? [])
      .filter(({ type }) => type === 'AWS::Lambda::Function'),
  };
}

/** By ECS's own defaults: canary 10 minutes; linear 10 percent, 6 minutes. */
function stepsOf(service: Resource): number[] {
  const configuration = service.properties.DeploymentConfiguration;
  const strategy = strategyOf(service);
  if (strategy === 'CANARY') {
    return [(numberAt(configuration, 'CanaryConfiguration', 'CanaryBakeTimeInMinutes') ?? 10) * MINUTE];
  }
  if (strategy !== 'LINEAR') return [];
  const percent = numberAt(configuration, 'LinearConfiguration', 'StepPercent') ?? 10;
  const minutes = numberAt(configuration, 'LinearConfiguration', 'StepBakeTimeInMinutes') ?? 6;
  return Array(Math.max(0, Math.ceil(100 / percent) - 1)).fill(minutes * MINUTE);
}

/** By the descriptor that `BlueGreenEcsService` keeps in a parameter. */
function isAnalysed(templates: Templates, service: Resource): boolean {
  return templates.of('AWS::SSM::Parameter').some(({ stack, properties }) => {
    const descriptor = jsonAt(properties, 'Value') as Properties | undefined;
    if (at(descriptor, 'kind') !== 'ecs-built-in' || at(descriptor, 'analysis') === undefined) return false;
    return templates.referred(stack, at(descriptor, 'service')) === service;
  });
}
