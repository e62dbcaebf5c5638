import type { WireRequest } from './wire';

/** What a signature tells about its maker. The signature itself is not verified: nothing here is secret. */
export interface Signature {
  readonly accessKeyId: string;
  /** The service's signing name, e.g. `elasticloadbalancing`. */
  readonly service: string;
  readonly region: string;
}

/** Reads the credential scope of a signed request or of a presigned URL; undefined when there is none. */
export function signatureOf(request: WireRequest): Signature | undefined {
  const header = /^AWS4-[A-Z0-9-]+\s.*?Credential=([^,\s]+)/.exec(request.headers.authorization ?? '');
  const scope = header?.[1] ?? request.query.get('X-Amz-Credential');
  if (!scope) return undefined;
  // A key never has a slash, and SigV4A leaves out the region: read from both ends.
  const parts = scope.split('/');
  const [accessKeyId] = parts;
  const service = parts.at(-2);
  if (!accessKeyId || !service || parts.at(-1) !== 'aws4_request') return undefined;
  return { accessKeyId, service, region: parts.length > 4 ? parts[2] : '' };
}
