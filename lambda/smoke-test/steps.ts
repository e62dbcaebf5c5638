import { readList, readName, readNumber, readObject, readText, readTexts } from '../shared/checked-json';
import type { Capture, Layer, SmokeStep } from './environment';
import { readJmesPath } from './jmes-path';
import { type Expectations, readExpectations } from './read-expectations';
import { namesIn, VARIABLE_NAME } from './variables';

/** A step as it was asked for, checked, with every default filled in. */
export interface Step {
  readonly name: string;
  readonly layer: Layer;
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
  readonly expect: Expectations;
  readonly captures: readonly Capture[];
  readonly retries: number;
  readonly backoffMillis: number;
  readonly timeoutMillis: number;
  readonly repeat: number;
  readonly concurrency: number;
}

const LAYERS: readonly string[] = ['shallow', 'deep', 'transaction', 'performance'] satisfies Layer[];
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];
const OPTIONS = Object.keys({
  name: 0,
  layer: 0,
  method: 0,
  path: 0,
  headers: 0,
  json: 0,
  body: 0,
  expect: 0,
  captures: 0,
  retries: 0,
  backoffMillis: 0,
  timeoutMillis: 0,
  repeat: 0,
  concurrency: 0,
} satisfies Record<keyof SmokeStep, 0>);

/**
 * Checks the steps before the first one runs, so that a mistake in the last one is told at once and nothing was written.
 *
 * @param secretNames variables that are there from the beginning
 * @throws naming the step, the option, its value and what is allowed
 */
export function readSteps(value: unknown, secretNames: readonly string[]): readonly Step[] {
  const steps = readList(value, 'STEPS');
  if (steps.length === 0) throw new Error('STEPS has no step; a smoke test that asks nothing would pass without data');
  const known = new Set(secretNames);
  return steps.map((raw, index) => {
    const at = `step ${index + 1}`;
    const step = readStep(raw, at);
    const used = namesIn([step.path, step.headers, step.json, step.body]);
    const captured = step.captures.map(({ name }) => name);
    requireKnown(used, known, at);
    const secret = captured.find((name) => secretNames.includes(name));
    if (secret) throw new Error(`${at}: captures: '${secret}' is a secret already; choose another name`);
    for (const name of captured) known.add(name);
    // Expectations may use what this very answer brought: captures are taken before they are checked.
    requireKnown(namesIn(step.expect), known, at);
    return step;
  });
}

function readStep(value: unknown, at: string): Step {
  const raw = readObject(value, at, OPTIONS);
  const method = (readText(raw.method, `${at}: method`) ?? 'GET').toUpperCase();
  if (!/^[A-Z]+$/.test(method) || method === 'CONNECT')
    throw new Error(`${at}: method '${method}' is no method of HTTP requests`);
  const path = readName(raw.path, `${at}: path`);
  if (!/^(\/|\$\{)/.test(path)) throw new Error(`${at}: path must start with '/' or with a variable, got '${path}'`);
  const layer = readText(raw.layer, `${at}: layer`) ?? 'shallow';
  if (!isLayer(layer)) throw new Error(`${at}: layer must be one of ${LAYERS.join(', ')}, got '${layer}'`);
  if (raw.json !== undefined && raw.body !== undefined) {
    throw new Error(`${at}: 'json' and 'body' are both given; a request has one body`);
  }
  const repeat = readNumber(raw.repeat, `${at}: repeat`, { min: 1, max: 10_000, without: 1 });
  const captures = readList(raw.captures, `${at}: captures`).map((capture) => readCapture(capture, `${at}: captures`));
  if (repeat > 1 && captures.length > 0) {
    throw new Error(`${at}: 'captures' with 'repeat' ${repeat}; it would be open which answer they are taken from`);
  }
  const retries = repeat === 1 && SAFE_METHODS.includes(method) ? 2 : 0;
  return {
    name: readText(raw.name, `${at}: name`) || `${method} ${path}`,
    layer,
    method,
    path,
    headers: readHeaders(raw.headers, `${at}: headers`),
    json: raw.json,
    body: readText(raw.body, `${at}: body`),
    expect: readExpectations(raw.expect, `${at}: expect`),
    captures,
    retries: readNumber(raw.retries, `${at}: retries`, { min: 0, max: 10, without: retries }),
    backoffMillis: readNumber(raw.backoffMillis, `${at}: backoffMillis`, { min: 0, max: 30_000, without: 1_000 }),
    timeoutMillis: readNumber(raw.timeoutMillis, `${at}: timeoutMillis`, { min: 1, max: 840_000, without: 10_000 }),
    repeat,
    concurrency: readNumber(raw.concurrency, `${at}: concurrency`, { min: 1, max: 100, without: 1 }),
  };
}

function readHeaders(value: unknown, at: string): Record<string, string> {
  const headers = Object.entries(readTexts(value, at)).map(([name, text]) => [name.toLowerCase(), text] as const);
  if (headers.some(([name]) => name === 'host'))
    throw new Error(`${at}: 'host' is set by the hook's host name, for all steps`);
  return Object.fromEntries(headers);
}

function readCapture(value: unknown, at: string): Capture {
  const raw = readObject(value, at, ['name', 'jsonPath', 'header']);
  const name = readName(raw.name, `${at}: name`);
  if (!VARIABLE_NAME.test(name))
    throw new Error(`${at}: '${name}' is no name of a variable; use letters, digits, underscores`);
  const [jsonPath, header] = [readText(raw.jsonPath, `${at}: jsonPath`), readText(raw.header, `${at}: header`)];
  if ((jsonPath === undefined) === (header === undefined)) {
    throw new Error(`${at}: '${name}' needs exactly one of 'jsonPath' and 'header'`);
  }
  return jsonPath === undefined ? { name, header } : { name, jsonPath: readJmesPath(jsonPath, `${at}: '${name}'`) };
}

function requireKnown(used: readonly string[], known: ReadonlySet<string>, at: string): void {
  const unknown = used.find((name) => !known.has(name));
  if (unknown === undefined) return;
  const there = [...known].join(', ') || 'none';
  throw new Error(
    `${at} uses the variable '${unknown}', which no earlier step captures and no secret has; there are: ${there}. For a literal text write '$\${${unknown}}'`,
  );
}

function isLayer(layer: string): layer is Layer {
  return LAYERS.includes(layer);
}
