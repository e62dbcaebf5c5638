/** Stands in a resource for a part that could not be read off the call; any pattern fits it. */
export const UNKNOWN = '\u0000';

/** Does a pattern with `*` and `?` fit the whole text? */
export function fits(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  return text.includes(UNKNOWN) ? mayFit(pattern, text) : regularExpression(pattern).test(text);
}

/** As `fits`, for actions: capitals do not matter. */
export function fitsAction(pattern: string, action: string): boolean {
  return fits(pattern.toLowerCase(), action.toLowerCase());
}

/** Policies are few, and each of their patterns is asked for with every call. */
const compiled = new Map<string, RegExp>();

function regularExpression(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known) return known;
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const made = new RegExp(`^${escaped}$`, 's');
  compiled.set(pattern, made);
  return made;
}

/** Is there a text for the unknown parts with which the pattern fits? */
function mayFit(pattern: string, text: string): boolean {
  // reachable[j]: the pattern up to here fits the text up to j.
  let reachable = spread(text, [true, ...Array.from(text, () => false)]);
  for (const sign of pattern) {
    const next = Array.from({ length: text.length + 1 }, () => false);
    for (let j = 0; j <= text.length; j++) {
      if (sign === '*') next[j] = reachable[j] || (j > 0 && next[j - 1]);
      else if (text[j] === UNKNOWN && reachable[j]) next[j] = true;
      else if (j > 0 && (sign === '?' || sign === text[j - 1])) next[j] ||= reachable[j - 1];
      if (j > 0 && text[j - 1] === UNKNOWN && (reachable[j] || next[j - 1])) next[j] = true;
    }
    reachable = spread(text, next);
  }
  return reachable[text.length] === true;
}

/** An unknown part may be empty. */
function spread(text: string, reachable: boolean[]): boolean[] {
  for (let j = 1; j <= text.length; j++) if (text[j - 1] === UNKNOWN && reachable[j - 1]) reachable[j] = true;
  return reachable;
}
