/** The load balancer's own cookies: AWSALBTG keeps a client on a group, AWSALB on a target. */
export type StickyCookieName = 'AWSALBTG' | 'AWSALB';

interface StickyValue {
  readonly id: string;
  /** Milliseconds of the data plane's clock. */
  readonly expiresAt: number;
}

/**
 * The headers that make a client stick to `id`: the cookie and, as ALB does, its twin for cross-origin requests. The end is
 * inside the value, in the data plane's own time, because a client's clock does not run faster when the rehearsal's does.
 */
export function stickyCookies(name: StickyCookieName, id: string, durationSeconds: number, now: number): string[] {
  const value: StickyValue = { id, expiresAt: now + durationSeconds * 1000 };
  const encoded = Buffer.from(JSON.stringify(value)).toString('base64url');
  const end = new Date(value.expiresAt).toUTCString();
  return [
    `${name}=${encoded}; Expires=${end}; Path=/`,
    `${name}CORS=${encoded}; Expires=${end}; Path=/; SameSite=None; Secure`,
  ];
}

/** Whom the client sticks to; nothing when there is no such cookie, when it has expired, or when it is not one of ours. */
export function stuckTo(name: StickyCookieName, header: string | undefined, now: number): string | undefined {
  if (!header) return undefined;
  const value = decode(cookie(header, name) ?? cookie(header, `${name}CORS`));
  return value && value.expiresAt > now ? value.id : undefined;
}

function cookie(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}

function decode(text: string | undefined): StickyValue | undefined {
  if (!text) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return isSticky(value) ? value : undefined;
  } catch {
    return undefined; // a cookie of somebody else, or a tampered one: the client is simply new
  }
}

function isSticky(value: unknown): value is StickyValue {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'expiresAt' in value &&
    typeof value.expiresAt === 'number'
  );
}
