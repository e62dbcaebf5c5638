import type { OperationModel, ServiceModel } from './service-model';
import type { WireRequest } from './wire';

/**
 * The REST operation that a request asks for. Several operations may share method and path (S3's `GET /{Key+}`); then
 * the one wins that names most of the request's query parameters and headers, and among equals one that is implemented.
 */
export function matchRest(
  model: ServiceModel,
  request: WireRequest,
  implemented: readonly string[],
): string | undefined {
  let best: { name: string; score: number } | undefined;
  for (const operation of model.operations.values()) {
    const score = scoreOf(operation, request);
    if (score === undefined) continue;
    const rank = score + (implemented.includes(operation.name) ? 0.5 : 0);
    if (!best || rank > best.score) best = { name: operation.name, score: rank };
  }
  return best?.name;
}

/** A path template, cut up. */
export interface Template {
  readonly pattern: RegExp;
  readonly labels: readonly string[];
  readonly query: readonly (readonly [name: string, value: string])[];
}

const templates = new WeakMap<OperationModel, Template>();

/**
 * The path template of an operation. The bucket of an S3 operation is not in its template (the SDK puts it into the
 * host name or before the path): it is the first segment here, which is what clients do with an IP address.
 */
export function templateOf(operation: OperationModel): Template | undefined {
  if (!operation.http) return undefined;
  const known = templates.get(operation);
  if (known) return known;
  const [path, search = ''] = operation.http[1].split('?');
  const hasBucket = !operation.input.isUnitSchema() && 'Bucket' in operation.input.getMemberSchemas();
  const full = hasBucket ? `/{Bucket}${path}` : path;
  const labels: string[] = [];
  const pattern = full
    .replace(/\/$/, '')
    .split('/')
    .map((segment) => segmentPattern(segment, labels))
    .join('/');
  const template = {
    pattern: new RegExp(`^${pattern}/?$`, 's'),
    labels,
    query: [...new URLSearchParams(search)],
  };
  templates.set(operation, template);
  return template;
}

function segmentPattern(segment: string, labels: string[]): string {
  const label = /^\{(\w+)(\+?)\}$/.exec(segment);
  if (!label) return segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  labels.push(label[1]);
  return label[2] ? '(.+)' : '([^/]+)';
}

/** How well an operation fits: undefined when it does not. */
function scoreOf(operation: OperationModel, request: WireRequest): number | undefined {
  if (operation.http?.[0] !== request.method) return undefined;
  const template = templateOf(operation);
  if (!template?.pattern.test(request.path)) return undefined;
  let score = 0;
  for (const [name, value] of template.query) {
    // Only SDK v3 sends x-id; when it is there it must be right.
    if (name === 'x-id' && !request.query.has(name)) continue;
    if (!request.query.has(name) || (value && request.query.get(name) !== value)) return undefined;
    score += 1;
  }
  for (const place of requiredPlaces(operation)) {
    const present = place.query ? request.query.has(place.query) : (place.header ?? '') in request.headers;
    if (!present) return undefined;
    score += 1;
  }
  return score;
}

/** The query parameters and headers without which the operation cannot be meant. */
function requiredPlaces({ input }: OperationModel): { readonly query?: string; readonly header?: string }[] {
  if (input.isUnitSchema()) return [];
  return requiredMembers(input)
    .map((name) => input.getMemberSchema(name).getMergedTraits())
    .map(({ httpQuery, httpHeader }) => ({ query: httpQuery, header: httpHeader?.toLowerCase() }))
    .filter(({ query, header }) => query ?? header);
}

/** The SDK's structures list their required members first, and then say how many they are. */
export function requiredMembers(struct: OperationModel['input']): string[] {
  const schema = struct.getSchema() as unknown as [number, string, string, unknown, string[], unknown[], number?];
  return Array.isArray(schema) ? schema[4].slice(0, schema[6] ?? 0) : [];
}
