import { isObject, type Properties } from './templates';

/** What lies at a path of properties; undefined where there is nothing, or something that only CloudFormation knows. */
export function at(properties: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), properties);
}

/** A list, if it is one; CloudFormation takes a single element for a list of one. */
export function listAt(properties: unknown, ...path: readonly string[]): unknown[] {
  const value = at(properties, ...path);
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

/** The objects of a list. */
export function objectsAt(properties: unknown, ...path: readonly string[]): Properties[] {
  return listAt(properties, ...path).filter(isObject);
}

/** A number, also one that is written as a text, as CloudFormation takes it. */
export function numberAt(properties: unknown, ...path: readonly string[]): number | undefined {
  const value = at(properties, ...path);
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

export function textAt(properties: unknown, ...path: readonly string[]): string | undefined {
  const value = at(properties, ...path);
  return typeof value === 'string' ? value : undefined;
}

/** Whether something is there at all, known or not. */
export function isThere(value: unknown): boolean {
  return value !== undefined && !(isObject(value) && value.Ref === 'AWS::NoValue');
}

/** The text as far as it is written in the template: what CloudFormation puts in is left out as `\0`. */
export function writtenText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const join = at(value, 'Fn::Join');
  if (Array.isArray(join) && Array.isArray(join[1])) {
    return join[1].map((part) => (typeof part === 'string' ? part : '\0')).join(String(join[0]));
  }
  const sub = at(value, 'Fn::Sub');
  const text = Array.isArray(sub) ? sub[0] : sub;
  return typeof text === 'string' ? text.replaceAll(/\$\{[^}]+\}/g, '\0') : undefined;
}

/** The object that a property has as JSON text, with what CloudFormation puts in at its places. */
export function jsonAt(properties: unknown, ...path: readonly string[]): unknown {
  const value = at(properties, ...path);
  const join = at(value, 'Fn::Join');
  const parts = Array.isArray(join) && join[0] === '' && Array.isArray(join[1]) ? join[1] : [value];
  const placeholder = (index: number) => `\uE000${index}\uE000`;
  const text = parts.map((part, index) =>
    typeof part === 'string' ? part : JSON.stringify(placeholder(index)).slice(1, -1),
  );
  try {
    return JSON.parse(text.join(''), (_key, parsed) => {
      if (typeof parsed !== 'string') return parsed;
      const [, index] = /^\uE000(\d+)\uE000$/.exec(parsed) ?? [];
      return index === undefined ? parsed : parts[Number(index)];
    });
  } catch {
    // A number or an object that only CloudFormation knows stands where no text does.
    return undefined;
  }
}

/** `1 minute`, `90 s`. */
export function shownSeconds(seconds: number): string {
  if (seconds % 60 !== 0 || seconds === 0) return `${seconds} s`;
  const minutes = seconds / 60;
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
