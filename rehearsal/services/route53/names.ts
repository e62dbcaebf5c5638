/**
 * A name as Route 53 keeps it: small letters, a dot at the end, everything but letters, digits, `-`, `_` and `.` as an octal
 * code (`*` becomes `\052`; DomainNameFormat).
 */
export function normalised(name: string): string {
  const escaped = name
    .toLowerCase()
    .replace(/[^a-z0-9._\\-]/g, (one) => `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return escaped.endsWith('.') ? escaped : `${escaped}.`;
}

/** Is `name` the zone itself or below it? Both normalised. */
export function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/** The order in which Route 53 lists names: by labels from the right. */
export function byLabels(a: string, b: string): number {
  const [left, right] = [reversed(a), reversed(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function reversed(name: string): string {
  // below every character that a label may have, so that a name comes before the names below it
  return name.replace(/\.$/, '').split('.').reverse().join('\u0001');
}

/** An id without the path that some clients leave on it: `/hostedzone/Z123` and `Z123` are the same. */
export function bareId(id: string | undefined): string {
  return id?.split('/').at(-1) ?? '';
}
