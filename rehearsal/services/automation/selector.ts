/**
 * What a JSONPath of members and indexes finds, as a text: `$.Item.phase.S`, `$.Parameters[0].Value`.
 *
 * @throws Error for any other JSONPath: those are not in the local AWS
 */
export function selected(value: unknown, selector: string): string | undefined {
  if (!/^\$(\.\w+|\[\d+\])*$/.test(selector)) throw new Error(`the local AWS does not understand '${selector}'`);
  let found: unknown = value;
  for (const part of selector.match(/\w+/g) ?? []) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[part];
  }
  if (found === undefined || found === null) return undefined;
  return typeof found === 'string' ? found : JSON.stringify(found);
}
