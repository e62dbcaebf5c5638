/**
 * Inputs of a step with every `{{ variable }}` replaced, at any depth.
 *
 * @throws Error when a variable is not known
 */
export function filledIn<T>(value: T, variables: Readonly<Record<string, string>>): T {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    typeof part === 'string' ? part.replace(/\{\{\s*([\w.:]+)\s*\}\}/g, (_whole, name: string) => known(name)) : part,
  ) as T;

  function known(name: string): string {
    const found = variables[name];
    if (found === undefined) throw new Error(`the variable ${name} is not known`);
    return found;
  }
}
