import type { Listened, Release } from './release';
import { listened } from './routes';
import type { Properties, Resource, Templates } from './templates';
import { at, jsonAt, listAt, numberAt, objectsAt } from './values';

/** The releases by the release state machine of this package. Each has a descriptor, kept in a parameter. */
export function machineReleases(templates: Templates): Release[] {
  return templates.of('AWS::SSM::Parameter').flatMap((resource) => {
    const descriptor = jsonAt(resource.properties, 'Value') as Properties | undefined;
    const kind = at(descriptor, 'kind');
    const isOurs = at(descriptor, 'releaseMachine') !== undefined && (kind === 'asg' || kind === 'dns');
    return descriptor && isOurs ? [releaseOf(templates, resource, kind, descriptor)] : [];
  });
}

function releaseOf(templates: Templates, resource: Resource, workload: 'asg' | 'dns', descriptor: Properties): Release {
  const { stack } = resource;
  const colours = ['blue', 'green'].map((colour) => at(descriptor, 'colours', colour));
  const targetGroupValues = workload === 'asg' ? colours.map((colour) => at(colour, 'targetGroup')) : [];
  const targetGroups = targetGroupValues.flatMap((arn) => templates.referred(stack, arn) ?? []);
  const names = listAt(descriptor, 'alarms');
  const alarms = templates.of('AWS::CloudWatch::Alarm');
  const steps = objectsAt(descriptor, 'steps').map((step) => numberAt(step, 'bakeSeconds') ?? 0);
  const route = (listener: string, rule: string): Listened => {
    const given = at(descriptor, rule) || at(descriptor, listener);
    return given ? listened(templates, stack, given, targetGroups) : { isGiven: false, routes: [] };
  };
  return {
    engine: 'machine',
    workload,
    resource,
    targetGroupValues,
    targetGroups,
    production: route('listener', 'rule'),
    test: route('testListener', 'testRule'),
    alarms: names.flatMap((name) => templates.referredOrNamed(stack, name, alarms, 'AlarmName') ?? []),
    alarmCount: names.length,
    analysis: at(descriptor, 'analysis') !== undefined,
    stepSeconds: steps.slice(0, -1),
    bakeSeconds: steps.at(-1),
    hookFunctions: [],
    descriptor,
  };
}
