import { isConditionTrue, isNoResource } from './conditions';
import { attributeOf, subParts } from './intrinsics';
import type { Scope } from './scope';
import { isObject, TemplateError } from './template';

/** The resources of a stack in an order in which they can be made, each with those that it waits for. */
export type ResourceOrder = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Orders the resources whose condition is true by `DependsOn` and by what they refer to.
 *
 * @param place names the template in errors
 * @throws TemplateError when resources wait for each other (it names them), or wait for something that is not there
 */
export function resourceOrder(scope: Scope, place: string): ResourceOrder {
  const waitsFor = new Map<string, Set<string>>();
  for (const logicalId of Object.keys(scope.template.Resources)) {
    if (!isNoResource(logicalId, scope)) waitsFor.set(logicalId, dependenciesOf(logicalId, scope, place));
  }
  const ordered = new Map<string, ReadonlySet<string>>();
  const visit = (logicalId: string, path: readonly string[]): void => {
    if (ordered.has(logicalId)) return;
    if (path.includes(logicalId)) {
      const circle = [...path.slice(path.indexOf(logicalId)), logicalId].join(' -> ');
      throw new TemplateError(`${place}: circular dependency between resources: ${circle}; remove one of them`);
    }
    const dependencies = waitsFor.get(logicalId) ?? new Set();
    for (const dependency of dependencies) visit(dependency, [...path, logicalId]);
    ordered.set(logicalId, dependencies);
  };
  for (const logicalId of waitsFor.keys()) visit(logicalId, []);
  return ordered;
}

function dependenciesOf(logicalId: string, scope: Scope, place: string): Set<string> {
  const resource = scope.template.Resources[logicalId];
  const found = new Set<string>();
  const explicit = [resource?.DependsOn ?? []].flat();
  for (const one of explicit) {
    if (!scope.template.Resources[one])
      throw new TemplateError(`${place}: resource ${logicalId} depends on '${one}', which is not in the template`);
    // A dependency on a resource that its condition leaves out is ignored, as CloudFormation does.
    if (!isNoResource(one, scope)) found.add(one);
  }
  const at = `${place}: Resources.${logicalId}.Properties`;
  for (const one of referencesIn(resource?.Properties, scope, at)) {
    if (!scope.template.Resources[one]) continue;
    if (isNoResource(one, scope))
      throw new TemplateError(`${at}: refers to resource ${one}, which its condition leaves out`);
    found.add(one);
  }
  return found;
}

/** Every name that a value refers to, of resources and parameters alike, in the branches that are taken. */
export function referencesIn(value: unknown, scope: Scope, place: string): Set<string> {
  return new Set(references(value, scope, place));
}

function* references(value: unknown, scope: Scope, place: string): Generator<string> {
  const [key, argument] = isObject(value) && Object.keys(value).length === 1 ? (Object.entries(value)[0] ?? []) : [];
  if (key === 'Ref') {
    yield String(argument);
  } else if (key === 'Fn::GetAtt') {
    const [logicalId, attribute] = attributeOf(argument);
    yield logicalId;
    yield* references(attribute, scope, place);
  } else if (key === 'Fn::If' && Array.isArray(argument)) {
    yield* references(isConditionTrue(String(argument[0]), scope, place) ? argument[1] : argument[2], scope, place);
  } else if (key === 'Fn::Sub') {
    const [pattern, given] = Array.isArray(argument) ? argument : [argument, {}];
    for (const [index, name] of subParts(String(pattern)).entries()) {
      if (index % 2 === 1 && !Object.hasOwn(Object(given), name.trim())) yield attributeOf(name.trim())[0];
    }
    yield* references(given, scope, place);
  } else if (typeof value === 'object' && value !== null) {
    for (const one of Object.values(value)) yield* references(one, scope, place);
  }
}
