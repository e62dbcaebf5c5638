/** Values by name: secrets and captures. */
export type Variables = ReadonlyMap<string, unknown>;

/** What a variable may be called. */
export const VARIABLE_NAME = /^[A-Za-z_]\w*$/;

/** `${name}`, or `$${name}` which is meant literally. */
const PLACE = /\$?\$\{([A-Za-z_]\w*)\}/g;
const WHOLE = /^\$\{([A-Za-z_]\w*)\}$/;

/** A value as text: strings as they are, everything else as JSON. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A value for one segment of a path or a query; half a surrogate pair, which has no encoding, becomes U+FFFD. */
export function percentEncoded(value: string): string {
  return encodeURIComponent(Buffer.from(value).toString());
}

/** Fills in the variables of a text. */
export function fillText(template: string, variables: Variables, encode: (value: string) => string = (v) => v): string {
  return template.replace(PLACE, (place, name: string) =>
    place.startsWith('$$') ? place.slice(1) : encode(asText(valueFor(name, variables))),
  );
}

/** Fills in the variables of every string inside a JSON value; a string that is only `${name}` becomes the value itself. */
export function fillJson(template: unknown, variables: Variables): unknown {
  if (typeof template === 'string') {
    const name = WHOLE.exec(template)?.[1];
    return name === undefined ? fillText(template, variables) : valueFor(name, variables);
  }
  if (Array.isArray(template)) return template.map((item) => fillJson(item, variables));
  if (typeof template === 'object' && template !== null) {
    return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, fillJson(value, variables)]));
  }
  return template;
}

/** The names that occur in any string inside a value. */
export function namesIn(template: unknown): string[] {
  if (typeof template === 'string') {
    return [...template.matchAll(PLACE)].flatMap(([place, name]) => (place.startsWith('$$') || !name ? [] : [name]));
  }
  if (typeof template !== 'object' || template === null) return [];
  return Object.values(template).flatMap(namesIn);
}

function valueFor(name: string, variables: Variables): unknown {
  // Steps are checked before the first one runs, so this says that the check has a hole, and not that the step is wrong.
  if (!variables.has(name)) throw new Error(`variable '${name}' has no value`);
  return variables.get(name);
}
