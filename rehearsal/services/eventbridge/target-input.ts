import type { Target } from '@aws-sdk/client-eventbridge';

/** What a target gets of an event: all of it, a part, a constant, or what its transformer makes (PutTargets). */
export function inputOf(target: Target, event: Readonly<Record<string, unknown>>): unknown {
  const { Input, InputPath, InputTransformer: transformer } = target;
  if (Input !== undefined) return JSON.parse(Input);
  if (InputPath !== undefined) return at(InputPath, event);
  if (!transformer) return event;
  const values = Object.entries(transformer.InputPathsMap ?? {}).map(
    ([name, path]) => [name, at(path, event)] as const,
  );
  return transformed(transformer.InputTemplate ?? '', new Map(values), event);
}

/** The value at a path such as `$.detail.state` or `$.resources[0]`; undefined when there is none. */
export function at(path: string, event: unknown): unknown {
  const steps = path.match(/[^.[\]"'$]+/g) ?? [];
  return steps.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined,
    event,
  );
}

/**
 * The template with its `<variables>` filled. Within quotes a text stands as it is, elsewhere as JSON; a variable that
 * the event does not have is empty. What is no JSON is handed on as a text.
 */
function transformed(
  template: string,
  values: ReadonlyMap<string, unknown>,
  event: Readonly<Record<string, unknown>>,
): unknown {
  let quoted = false;
  const text = template.replace(/\\.|"|<([\w.-]+)>/g, (all, name: string | undefined) => {
    if (all === '"') quoted = !quoted;
    if (name === undefined) return all;
    const value = name.startsWith('aws.events.') ? builtIn(name, event) : values.get(name);
    if (value === undefined) return quoted ? '' : '""';
    if (!quoted) return JSON.stringify(value);
    return JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value)).slice(1, -1);
  });
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function builtIn(name: string, event: Readonly<Record<string, unknown>>): unknown {
  if (name === 'aws.events.event.ingestion-time') return event.time;
  if (name === 'aws.events.event.json') return event;
  return name === 'aws.events.event' ? { ...event, detail: undefined } : undefined;
}
