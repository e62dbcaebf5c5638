import type { Duration } from 'aws-cdk-lib';
import type { StepExpectations } from '../../lambda/smoke-test/environment';

/**
 * What must be true of an answer.
 *
 * Texts and JSON values may hold variables, as `${name}`: a secret, or what an earlier step captured.
 */
export class Expect {
  /** The status is one of these codes, in the words of a load balancer: '200', '200,202' or '200-299'. Without it 200-299. */
  public static status(codes: string): Expect {
    if (!/^\d{3}([,-]\d{3})*$/.test(codes)) {
      throw new Error(`'codes' must be such as '200', '200,202' or '200-299', got '${codes}'`);
    }
    return new Expect({ status: codes });
  }

  /** The response has this header; its case does not matter. */
  public static header(name: string): Expect {
    return new Expect({ headers: [{ name }] });
  }

  /** The response header is exactly this text. */
  public static headerEquals(name: string, text: string): Expect {
    return new Expect({ headers: [{ name, equals: text }] });
  }

  /** The response header has this text in it. */
  public static headerContains(name: string, text: string): Expect {
    return new Expect({ headers: [{ name, contains: text }] });
  }

  /** The body is exactly this text. */
  public static bodyEquals(text: string): Expect {
    return new Expect({ body: [{ equals: text }] });
  }

  /** The body has this text in it. */
  public static bodyContains(text: string): Expect {
    return new Expect({ body: [{ contains: text }] });
  }

  /** The body matches this JavaScript regular expression, with the flag `u`, anywhere. Variables do not work in it. */
  public static bodyMatches(pattern: string): Expect {
    return new Expect({ body: [{ matches: validPattern(pattern) }] });
  }

  /** The JSON body has a value, other than null, at this JMESPath. */
  public static json(path: string): Expect {
    return new Expect({ json: [{ path }] });
  }

  /** The JSON body has exactly this value at this JMESPath, the order of keys aside. */
  public static jsonEquals(path: string, value: unknown): Expect {
    return new Expect({ json: [{ path, equals: value }] });
  }

  /** Every answer is complete within this time. */
  public static latency(max: Duration): Expect {
    return new Expect({ maxLatencyMillis: max.toMilliseconds() });
  }

  /** Half of the requests of `repeat` are answered within this time. */
  public static p50(max: Duration): Expect {
    return new Expect({ percentiles: { p50Millis: max.toMilliseconds() } });
  }

  /** 95 percent of the requests of `repeat` are answered within this time. */
  public static p95(max: Duration): Expect {
    return new Expect({ percentiles: { p95Millis: max.toMilliseconds() } });
  }

  /** 99 percent of the requests of `repeat` are answered within this time. */
  public static p99(max: Duration): Expect {
    return new Expect({ percentiles: { p99Millis: max.toMilliseconds() } });
  }

  private constructor(
    /** @internal */
    public readonly _expectation: StepExpectations,
  ) {}
}

/** Several expectations as the handler reads them: lists grow, of a single value there may be only one. */
export function renderExpectations(step: string, expectations: Expect[]): StepExpectations {
  const all = expectations.map((expect) => expect._expectation);
  return {
    ...only(step, 'status', all),
    ...only(step, 'maxLatencyMillis', all),
    ...listOf('headers', all),
    ...listOf('body', all),
    ...listOf('json', all),
    ...percentilesOf(all),
  };
}

function only(step: string, field: 'status' | 'maxLatencyMillis', all: StepExpectations[]): StepExpectations {
  const values = all.flatMap((each) => each[field] ?? []);
  if (values.length > 1)
    throw new Error(`step '${step}' expects '${field}' twice, ${values.join(' and ')}; keep one of them`);
  return values.length === 0 ? {} : { [field]: values[0] };
}

function listOf(field: 'headers' | 'body' | 'json', all: StepExpectations[]): StepExpectations {
  const items = all.flatMap((each): readonly object[] => each[field] ?? []);
  return items.length === 0 ? {} : { [field]: items };
}

function percentilesOf(all: StepExpectations[]): StepExpectations {
  const given = all.flatMap((each) => each.percentiles ?? []);
  return given.length === 0 ? {} : { percentiles: Object.assign({}, ...given) };
}

function validPattern(pattern: string): string {
  try {
    new RegExp(pattern, 'u');
    return pattern;
  } catch (error) {
    throw new Error(`'pattern' must be a JavaScript regular expression, got '${pattern}': ${(error as Error).message}`);
  }
}
