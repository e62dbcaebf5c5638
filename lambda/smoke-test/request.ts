import type { HttpRequest } from '../shared/http-session';
import type { Step } from './steps';
import { asText, fillJson, fillText, percentEncoded, type Variables } from './variables';

/** The request of a step, with the variables filled in. */
export function renderRequest(step: Step, variables: Variables): HttpRequest {
  const headers = Object.fromEntries(
    Object.entries(step.headers).map(([name, value]) => [name, fillText(value, variables)]),
  );
  return {
    method: step.method,
    path: renderPath(step.path, variables),
    headers: {
      'user-agent': 'cdk-blue-green-smoke-test',
      ...(step.json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...renderBody(step, variables),
  };
}

function renderBody({ json, body }: Step, variables: Variables): { body?: string } {
  if (json !== undefined) return { body: JSON.stringify(fillJson(json, variables)) };
  return body === undefined ? {} : { body: fillText(body, variables) };
}

/** A leading variable is a path itself (that of a `location` header); all others are one segment or value, so encoded. */
function renderPath(template: string, variables: Variables): string {
  const [leading, name] = /^\$\{(\w+)\}/.exec(template) ?? ['', undefined];
  const start = name === undefined ? '' : pathOf(asText(variables.get(name)));
  return start + fillText(template.slice(leading.length), variables, percentEncoded);
}

function pathOf(location: string): string {
  if (!URL.canParse(location)) return location.startsWith('/') ? location : `/${location}`;
  const { pathname, search } = new URL(location);
  return pathname + search;
}
