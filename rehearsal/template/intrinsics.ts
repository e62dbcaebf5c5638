import { cidr } from './cidr';
import { NO_VALUE, type Scope } from './scope';
import { isObject, TemplateError } from './template';

/**
 * A value of the template with its intrinsics replaced by what they mean now. Dynamic references stay as they are
 * (see dynamic-references.ts).
 *
 * @param place where the value stands, e.g. `Shop: Resources.Orders.Properties`
 * @throws TemplateError that names the place: an unknown intrinsic, wrong arguments, something that does not exist
 */
export function resolve(value: unknown, scope: Scope, place: string): unknown {
  if (Array.isArray(value)) {
    return value.map((one, index) => resolve(one, scope, `${place}[${index}]`)).filter((one) => one !== NO_VALUE);
  }
  if (!isObject(value)) return value;
  const [name, argument] = Object.entries(value)[0] ?? [];
  if (name !== undefined && Object.keys(value).length === 1 && isIntrinsic(name)) {
    const intrinsic = INTRINSICS[name];
    if (intrinsic) return intrinsic(argument, scope, place);
    throw new TemplateError(
      `${place}: unknown intrinsic '${name}'; the rehearsal knows ${Object.keys(INTRINSICS).join(', ')}`,
    );
  }
  const properties = Object.entries(value)
    .map(([key, one]) => [key, resolve(one, scope, `${place}.${key}`)] as const)
    .filter(([, one]) => one !== NO_VALUE);
  return Object.fromEntries(properties);
}

/** Is this the key of an intrinsic? (`Condition` is one in conditions only: elsewhere it is a property's name.) */
export function isIntrinsic(key: string): boolean {
  return key === 'Ref' || key.startsWith('Fn::');
}

/** Logical id and attribute of a `Fn::GetAtt`, in its list form or its text form. */
export function attributeOf(argument: unknown): readonly [string, unknown] {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return dot < 0 ? [argument, undefined] : [argument.slice(0, dot), argument.slice(dot + 1)];
  }
  return Array.isArray(argument) ? [String(argument[0]), argument[1]] : ['', undefined];
}

/** The names in a `Fn::Sub` text with what stands between: `a${B}c` is `['a', 'B', 'c']`, names at the odd places. */
export function subParts(text: string): string[] {
  return text.split(/\$\{(?!!)([^}]*)\}/);
}

type Intrinsic = (argument: unknown, scope: Scope, place: string) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope, place) => scope.ref(String(argument), place),

  'Fn::GetAtt': (argument, scope, place) => {
    const [logicalId, attribute] = attributeOf(argument);
    return scope.getAtt(logicalId, text(resolve(attribute, scope, place), 'Fn::GetAtt', place), place);
  },

  'Fn::Sub': (argument, scope, place) => {
    const [pattern, given] = Array.isArray(argument) ? argument : [argument, {}];
    if (typeof pattern !== 'string' || !isObject(given))
      throw new TemplateError(`${place}: Fn::Sub takes a text, or a list of a text and an object of variables`);
    return subParts(pattern)
      .map((part, index) => {
        if (index % 2 === 0) return part.replaceAll('${!', '${');
        const name = part.trim();
        if (Object.hasOwn(given, name)) return text(resolve(given[name], scope, place), 'Fn::Sub', place);
        const value = name.includes('.') ? getAttByPath(name, scope, place) : scope.ref(name, place);
        return text(value, 'Fn::Sub', place);
      })
      .join('');
  },

  'Fn::Join': (argument, scope, place) => {
    const [separator, parts] = pair(argument, 'Fn::Join', place);
    return list(resolve(parts, scope, place), 'Fn::Join', place)
      .map((part) => text(part, 'Fn::Join', place))
      .join(String(separator));
  },

  'Fn::Select': (argument, scope, place) => {
    const [index, from] = pair(argument, 'Fn::Select', place).map((one) => resolve(one, scope, place));
    const values = list(from, 'Fn::Select', place);
    const chosen = values[Number(index)];
    if (chosen === undefined)
      throw new TemplateError(`${place}: Fn::Select has no entry ${index}; the list has ${values.length} entries`);
    return chosen;
  },

  'Fn::Split': (argument, scope, place) => {
    const [separator, whole] = pair(argument, 'Fn::Split', place).map((one) => resolve(one, scope, place));
    return text(whole, 'Fn::Split', place).split(String(separator));
  },

  'Fn::Base64': (argument, scope, place) =>
    Buffer.from(text(resolve(argument, scope, place), 'Fn::Base64', place)).toString('base64'),

  'Fn::Cidr': (argument, scope, place) => {
    const [block, count, bits] = list(argument, 'Fn::Cidr', place).map((one) => resolve(one, scope, place));
    try {
      return cidr(String(block), Number(count), bits === undefined ? undefined : Number(bits));
    } catch (error) {
      throw new TemplateError(`${place}: ${(error as Error).message}`);
    }
  },

  'Fn::GetAZs': (argument, scope, place) => {
    const region = resolve(argument, scope, place) || scope.region;
    return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
  },

  'Fn::If': (argument, scope, place) => {
    const [condition, yes, no] = list(argument, 'Fn::If', place);
    if (!Array.isArray(argument) || argument.length !== 3)
      throw new TemplateError(`${place}: Fn::If takes a condition's name and two values`);
    return resolve(scope.isTrue(String(condition), place) ? yes : no, scope, place);
  },

  'Fn::FindInMap': (argument, scope, place) => {
    const [map, top, second] = list(argument, 'Fn::FindInMap', place).map((one) => resolve(one, scope, place));
    const value = scope.template.Mappings?.[String(map)]?.[String(top)]?.[String(second)];
    if (value === undefined)
      throw new TemplateError(`${place}: Fn::FindInMap finds nothing at ${map}.${top}.${second} in the Mappings`);
    return value;
  },

  'Fn::ImportValue': (argument, scope, place) =>
    scope.importValue(text(resolve(argument, scope, place), 'Fn::ImportValue', place), place),
};

function getAttByPath(path: string, scope: Scope, place: string): unknown {
  const [logicalId, attribute] = attributeOf(path);
  return scope.getAtt(logicalId, String(attribute), place);
}

function pair(argument: unknown, name: string, place: string): readonly [unknown, unknown] {
  if (!Array.isArray(argument) || argument.length !== 2)
    throw new TemplateError(`${place}: ${name} takes a list of two values`);
  return [argument[0], argument[1]];
}

function list(value: unknown, name: string, place: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new TemplateError(`${place}: ${name} needs a list, got ${JSON.stringify(value)}`);
  return value;
}

function text(value: unknown, name: string, place: string): string {
  if (typeof value === 'object' || typeof value === 'symbol' || value === undefined)
    throw new TemplateError(`${place}: ${name} needs a text, got ${JSON.stringify(value) ?? String(value)}`);
  return String(value);
}
