import { type Duration, Token } from 'aws-cdk-lib';
import type { SmokeStep } from '../../lambda/smoke-test/environment';
import { requireWholeBetween } from '../private/range-checks';
import type { Capture } from './capture';
import { type Expect, renderExpectations } from './expect';
import type { Layer } from './layer';

/** What a step sends, what it expects, and how patient it is. */
export interface HttpStepOptions {
  /**
   * What the log and the report call the step.
   *
   * @default - method and path
   */
  readonly name?: string;

  /**
   * How deep the step looks; the report groups by it.
   *
   * @default Layer.SHALLOW
   */
  readonly layer?: Layer;

  /**
   * Request headers; values may hold variables, as `${name}`.
   *
   * @default - none of its own
   */
  readonly headers?: { [name: string]: string };

  /**
   * JSON body; its strings may hold variables. Sets the content type. Not together with `body`.
   *
   * @default - no JSON body
   */
  readonly json?: unknown;

  /**
   * Raw body; may hold variables. Not together with `json`.
   *
   * @default - no raw body
   */
  readonly body?: string;

  /**
   * What must be true of the answer; all of it.
   *
   * @default - a status of 200 to 299
   */
  readonly expect?: Expect[];

  /**
   * Values of the answer that later steps use. Not together with `repeat`.
   *
   * @default - none
   */
  readonly captures?: Capture[];

  /**
   * How often the whole step is tried again after it failed, 0 to 10.
   *
   * @default - 2 for GET, HEAD and OPTIONS; 0 for other methods, as writing twice may do harm, and with `repeat`
   */
  readonly retries?: number;

  /**
   * Time before the first retry; it doubles with each further one, up to 30 seconds.
   *
   * @default Duration.seconds(1)
   */
  readonly backoff?: Duration;

  /**
   * Time for one request.
   *
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;

  /**
   * How often the request is made, 1 to 10,000; every answer must meet the expectations. For `Expect.p50`, `p95` and `p99`.
   *
   * @default 1
   */
  readonly repeat?: number;

  /**
   * How many requests of `repeat` run at the same time, 1 to 100.
   *
   * @default 1
   */
  readonly concurrency?: number;

  /**
   * Whether the step is also sent to the candidate every few seconds while production traffic shifts: two failures in a row send the release
   * back. For light requests that use no variable, such as a health check.
   *
   * @default false
   */
  readonly probe?: boolean;
}

/** One request of a smoke test, and what must be true of its answer. */
export class HttpStep {
  /** Asks for a path, which starts with a slash or a variable. */
  public static get(path: string, options: HttpStepOptions = {}): HttpStep {
    return HttpStep.request('GET', path, options);
  }

  /** Sends something new to a path. */
  public static post(path: string, options: HttpStepOptions = {}): HttpStep {
    return HttpStep.request('POST', path, options);
  }

  /** Sends the whole of something to a path. */
  public static put(path: string, options: HttpStepOptions = {}): HttpStep {
    return HttpStep.request('PUT', path, options);
  }

  /** Any other method, such as DELETE, HEAD, OPTIONS or PATCH. */
  public static request(method: string, path: string, options: HttpStepOptions = {}): HttpStep {
    validateStep(method, path, options);
    return new HttpStep(renderStep(method, path, options), options.probe ?? false);
  }

  private constructor(
    /** @internal */
    public readonly _step: SmokeStep,
    /** @internal */
    public readonly _isProbe: boolean,
  ) {}
}

function renderStep(method: string, path: string, options: HttpStepOptions): SmokeStep {
  const { expect, captures, backoff, timeout, probe: _, ...same } = options;
  return {
    method,
    path,
    ...same,
    ...(expect && { expect: renderExpectations(`${method} ${path}`, expect) }),
    ...(captures && { captures: captures.map((capture) => capture._capture) }),
    ...(backoff && { backoffMillis: backoff.toMilliseconds() }),
    ...(timeout && { timeoutMillis: timeout.toMilliseconds() }),
  };
}

function validateStep(method: string, path: string, options: HttpStepOptions): void {
  const step = `step '${method} ${path}'`;
  if (!/^[A-Z]+$/.test(method) || method === 'CONNECT') {
    throw new Error(`'method' must be an HTTP method in capital letters other than CONNECT, got '${method}'`);
  }
  if (!Token.isUnresolved(path) && !/^(\/|\$\{\w+\})/.test(path)) {
    throw new Error(`the path of ${step} must start with a slash or a variable; did you mean '/${path}'?`);
  }
  if (options.json !== undefined && options.body !== undefined) {
    throw new Error(`${step} has both 'json' and 'body'; keep one of them`);
  }
  if (Object.keys(options.headers ?? {}).some((name) => name.toLowerCase() === 'host')) {
    throw new Error(`${step} sets the header 'host'; set 'hostName' of the service instead`);
  }
  if (options.captures !== undefined && (options.repeat ?? 1) > 1) {
    throw new Error(`${step} has both 'captures' and 'repeat'; capture in a step of its own`);
  }
  if (options.probe) requireLight(step, path, options);
  requireWholeBetween('retries', options.retries, 0, 10);
  requireWholeBetween('repeat', options.repeat, 1, 10_000);
  requireWholeBetween('concurrency', options.concurrency, 1, 100);
  requirePercentilesOfMany(step, options);
}

function requirePercentilesOfMany(step: string, { expect = [], repeat = 1 }: HttpStepOptions): void {
  if (expect.some(({ _expectation }) => _expectation.percentiles !== undefined) && repeat < 2) {
    throw new Error(`${step} expects a percentile of a single request; set 'repeat', or use Expect.latency`);
  }
}

/** A probe is asked every few seconds, by itself. */
function requireLight(
  step: string,
  path: string,
  { repeat = 1, captures, headers, json, body, expect }: HttpStepOptions,
): void {
  if (repeat > 1 || captures !== undefined) {
    throw new Error(`${step} is a probe, which is one request and captures nothing; leave out 'repeat' and 'captures'`);
  }
  const expectations = (expect ?? []).map(({ _expectation }) => _expectation);
  if (!/(?<!\$)\$\{\w+\}/.test(JSON.stringify([path, headers, json, body, expectations]))) return;
  throw new Error(
    `${step} is a probe and uses a variable, but no other step runs before a probe; leave the variable out`,
  );
}
