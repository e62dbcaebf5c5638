import { createHash } from 'node:crypto';
import { CfnElement, type CfnResource, Stack } from 'aws-cdk-lib';
import { rendered } from '../private/rendered';

/** What the template says of some resources, and of all in the stack that they refer to, directly or not. */
export interface TemplateClosure {
  /** Changes with any word of it. */
  readonly hash: string;
  /** Intrinsics: what the resources themselves refer to, and parameters and imports of all. */
  readonly references: readonly object[];
}

/**
 * Reads the finished template of the resources, leaving out logical ids that they refer to.
 *
 * CloudFormation looks at a resource again when its own text has changed, or when something has that it refers to. The hash changes in
 * both cases and in no other but these: an update of the stack elsewhere leaves it as it is. Tags of the stack are in no template, and CloudFormation gives
 * them to all that can have them.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
 */
export function templateClosure(
  resources: readonly CfnResource[],
  without: readonly string[],
  stackTags: Readonly<Record<string, string>> = {},
): TemplateClosure {
  const [first] = resources;
  if (!first) return { hash: '', references: [] };
  const definitions = definitionsOf(Stack.of(first));
  const own = resources.map((resource) => Stack.of(first).resolve(resource.logicalId) as string);
  const references = new Map<string, object>();
  const seen = new Map<string, unknown>();
  const waiting = [...own];
  for (let logicalId = waiting.shift(); logicalId !== undefined; logicalId = waiting.shift()) {
    if (without.includes(logicalId) || seen.has(logicalId)) continue;
    const properties = definitions(logicalId);
    seen.set(logicalId, properties ?? null);
    for (const { intrinsic, target } of intrinsicsIn(properties)) {
      // A rule refers to its listener; what is protected cannot be waited for.
      if (target !== undefined && (without.includes(target) || own.includes(target))) continue;
      const isInStack = target !== undefined && definitions(target) !== undefined;
      if (isInStack) waiting.push(target);
      if (own.includes(logicalId) || !isInStack) references.set(JSON.stringify(intrinsic), intrinsic);
    }
  }
  const hasTags = Object.keys(stackTags).length > 0;
  const text = JSON.stringify([...[...seen].sort(([a], [b]) => (a < b ? -1 : 1)), ...(hasTags ? [stackTags] : [])]);
  return { hash: createHash('sha256').update(text).digest('hex').slice(0, 32), references: [...references.values()] };
}

/** Finds the properties of a resource of a stack by its logical id; undefined when there is no such resource. */
function definitionsOf(stack: Stack): (logicalId: string) => object | undefined {
  const elements = stack.node
    .findAll()
    .filter((one): one is CfnElement => CfnElement.isCfnElement(one) && Stack.of(one) === stack);
  const logicalIds: string[] = stack.resolve(elements.map(({ logicalId }) => logicalId));
  const byId = new Map(logicalIds.map((logicalId, index) => [logicalId, elements[index]]));
  return (logicalId) => {
    const element = byId.get(logicalId);
    const resource = element && rendered(element).Resources?.[logicalId];
    return resource && (resource.Properties ?? {});
  };
}

interface Reference {
  readonly intrinsic: object;
  /** The logical id or the parameter that it names; undefined of an import. */
  readonly target?: string;
}

/** The intrinsics of a value that take something from elsewhere; pseudo parameters are of no interest. */
function* intrinsicsIn(value: unknown): Generator<Reference> {
  if (typeof value !== 'object' || value === null) return;
  const entries = Object.entries(value);
  const [name, argument] = entries.length === 1 ? (entries[0] ?? []) : [];
  if (name === 'Ref') {
    if (!String(argument).startsWith('AWS::')) yield { intrinsic: value, target: String(argument) };
  } else if (name === 'Fn::GetAtt') {
    yield { intrinsic: value, target: Array.isArray(argument) ? String(argument[0]) : String(argument).split('.')[0] };
  } else if (name === 'Fn::ImportValue' || name === 'Fn::GetStackOutput') {
    yield { intrinsic: value };
  } else if (name === 'Fn::Sub') {
    yield* substituted(argument);
  } else {
    for (const one of Object.values(value)) yield* intrinsicsIn(one);
  }
}

/** `${Logical}` and `${Logical.Attribute}` in a text, as `Ref` and `Fn::GetAtt`. */
function* substituted(argument: unknown): Generator<Reference> {
  const [text, variables = {}] = Array.isArray(argument) ? argument : [argument];
  for (const [, name = ''] of String(text).matchAll(/\$\{([^!}][^}]*)\}/g)) {
    if (Object.hasOwn(variables, name) || name.startsWith('AWS::')) continue;
    const [target = '', ...attribute] = name.split('.');
    const intrinsic = attribute.length > 0 ? { 'Fn::GetAtt': [target, attribute.join('.')] } : { Ref: target };
    yield { intrinsic, target };
  }
  yield* intrinsicsIn(Object.values(variables));
}
