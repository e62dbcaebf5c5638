import type { TargetEnvironment } from '../shared/target-environment';

/**
 * What the construct tells the handler of a smoke test.
 *
 * All values are strings; a Lambda function holds at most 4 kB of them together (keys and values). `STEPS` is therefore
 * either plain JSON or, when large, `deflate:` followed by the base64 of the raw-deflated JSON:
 * `'deflate:' + zlib.deflateRawSync(json, { level: 9 }).toString('base64')`. Plain JSON stays readable in the console, and a
 * token (a late value of CDK) survives only in it: deflate no text that holds a token.
 */
export interface Environment extends TargetEnvironment {
  /** `SmokeStep[]`, as plain JSON or with `deflate:`. At least one step. */
  readonly STEPS: string;
  /** `SecretVariable[]` as plain JSON. Without it no secret is read. */
  readonly SECRETS?: string;
  /**
   * Seconds for all steps together, a whole number from 1 to 840. The function's own time-out must be at least
   * 30 seconds longer, so that a late test is still reported.
   */
  readonly TIMEOUT_SECONDS: string;
}

/** A variable whose value is read from Secrets Manager when the test runs. */
export interface SecretVariable {
  /** Used as `${name}`: a letter or underscore, then letters, digits, underscores. */
  readonly name: string;
  /** ARN (or name) of the secret; the function may call `secretsmanager:GetSecretValue` on it. */
  readonly secretId: string;
  /** Key of the secret's JSON. Without it the variable is the whole secret string. */
  readonly jsonKey?: string;
}

/** How deep a step looks; groups the steps in the result. */
export type Layer = 'shallow' | 'deep' | 'transaction' | 'performance';

/**
 * One request and what must be true of its answer.
 *
 * `${name}` stands for a variable: a secret, or what an earlier step captured. It works in `path`, in header values, in `body`,
 * in every string of `json`, and in `equals` and `contains` of expectations. `$${name}` is the literal text `${name}`.
 *
 * - In `path` the value is percent-encoded, unless the path starts with the variable: then the value is the path itself (a
 *   captured `location` header; of a whole URL the path and query are taken).
 * - A string of `json` (or of a JSON `equals`) that is nothing but `${name}` becomes the value with its own JSON type.
 *
 * A redirect is an answer like any other; it is not followed. No cookie is kept between steps, unless captured and sent.
 */
export interface SmokeStep {
  /** What the log and the reason call it. Without it `<method> <path>`. */
  readonly name?: string;
  /** Without it `shallow`. */
  readonly layer?: Layer;
  /** Any HTTP method but CONNECT. Without it `GET`. */
  readonly method?: string;
  /** Starts with `/` or with a variable; may have a query. */
  readonly path: string;
  /** Request headers. `host` is not allowed here: see `HOST_NAME`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON body; sets `content-type: application/json` unless `headers` has one. Not together with `body`. */
  readonly json?: unknown;
  /** Raw body. Not together with `json`. */
  readonly body?: string;
  /** Without it only the status is checked, against its default. */
  readonly expect?: StepExpectations;
  /** Variables taken from the answer, in order; a capture that finds nothing fails the step. Not together with `repeat`. */
  readonly captures?: readonly Capture[];
  /**
   * How often the whole step is tried again after it failed, 0 to 10. Without it 2 for GET, HEAD and OPTIONS, and 0 for other
   * methods (writing twice may do harm) and for steps with `repeat`.
   */
  readonly retries?: number;
  /** Milliseconds before the first retry; doubles with each further one, up to 30,000. Without it 1,000. */
  readonly backoffMillis?: number;
  /** Milliseconds for one request, connecting included (which may take 3,000 at most). Without it 10,000. */
  readonly timeoutMillis?: number;
  /** How often the request is made, 1 to 10,000; each answer must meet the expectations. Without it 1. */
  readonly repeat?: number;
  /** How many requests of `repeat` run at the same time, 1 to 100. Without it 1. */
  readonly concurrency?: number;
}

/** What must be true of an answer; all of it. */
export interface StepExpectations {
  /**
   * Codes in the words of an ALB matcher: `200`, `200,202`, `200-299`. Without it `200-299`: a redirect is not followed, so what
   * it would lead to has not been seen, and a redirect to a login page must not pass by default.
   */
  readonly status?: string;
  /** Response headers. */
  readonly headers?: readonly HeaderExpectation[];
  /** The body as text, of at most 1 MiB. */
  readonly body?: readonly TextExpectation[];
  /** Values inside the JSON body. */
  readonly json?: readonly JsonExpectation[];
  /** Milliseconds from sending the request to the end of the body, for every single request. */
  readonly maxLatencyMillis?: number;
  /** Percentiles of these milliseconds over the requests of `repeat`. */
  readonly percentiles?: Percentiles;
}

/** What a text must be; every field given must hold. None given: the text is there. */
export interface TextExpectation {
  readonly equals?: string;
  readonly contains?: string;
  /** Source of a JavaScript regular expression, with the `u` flag, matching anywhere. Variables do not work here. */
  readonly matches?: string;
}

/** A response header; repeated headers are joined by a comma and a space. */
export interface HeaderExpectation extends TextExpectation {
  /** Case does not matter. */
  readonly name: string;
}

/** A value of the JSON body. */
export interface JsonExpectation {
  /** JMESPath, for example `items[0].id` or `length(items)`. */
  readonly path: string;
  /** The exact JSON value, order of keys aside. Without it the value must be there and not be null. */
  readonly equals?: unknown;
}

/** Upper bounds in milliseconds (nearest-rank percentiles). */
export interface Percentiles {
  readonly p50Millis?: number;
  readonly p95Millis?: number;
  readonly p99Millis?: number;
}

/** A variable from the answer: exactly one of `jsonPath` and `header`. */
export interface Capture {
  /** As for a secret. A later capture of the same name replaces the value; the name of a secret is not allowed. */
  readonly name: string;
  /** JMESPath into the JSON body; null is not found. */
  readonly jsonPath?: string;
  /** Name of a response header. */
  readonly header?: string;
}
