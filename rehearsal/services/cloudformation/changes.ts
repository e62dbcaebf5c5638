import { isDeepStrictEqual } from 'node:util';
import { TemplateError } from '../../template/template';
import type { Properties, ResourceProvider } from './provider';
import type { StackModel } from './stack';

/** What a difference of properties means for a resource. */
export type Change =
  | { readonly kind: 'none' }
  | { readonly kind: 'update' | 'replace'; readonly properties: readonly string[] };

/** Compares the resolved properties of a resource, before and after. */
export function changeOf(before: Properties, after: Properties, provider: ResourceProvider): Change {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const properties = [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
  if (properties.length === 0) return { kind: 'none' };
  const isReplaced = !provider.update || properties.some((name) => provider.replaceOn?.includes(name));
  return { kind: isReplaced ? 'replace' : 'update', properties };
}

/** @throws TemplateError as CloudFormation does: a logical id keeps its type */
export function checkSameType(logicalId: string, before: string, after: string): void {
  if (before === after) return;
  throw new TemplateError(
    `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${logicalId}]`,
  );
}

/**
 * Do both templates say the same of a resource, and was nothing changed that it refers to? CloudFormation compares templates (aws-facts
 * 2.4): such a resource is not looked at, even where an attribute that it takes has another value meanwhile.
 */
export function isUntouched(
  logicalId: string,
  before: StackModel,
  next: StackModel,
  changed: { has(logicalId: string): boolean },
): boolean {
  const says = ({ template, parameters }: StackModel) => {
    const { Resources, Conditions, Mappings } = template;
    return [Resources[logicalId]?.Properties, Conditions, Mappings, parameters];
  };
  const isSame = isDeepStrictEqual(says(before), says(next));
  return isSame && ![...(next.order.get(logicalId) ?? [])].some((one) => changed.has(one));
}
