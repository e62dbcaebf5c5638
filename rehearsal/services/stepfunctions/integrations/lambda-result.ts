import { StateError } from '../language/state-error';

/** Lambda's answer to Invoke, as far as Step Functions looks at it. */
export interface Invoked {
  readonly Payload?: Uint8Array;
  readonly FunctionError?: string;
  readonly ExecutedVersion?: string;
  readonly StatusCode?: number;
}

/**
 * The payload that a function returned, as JSON.
 *
 * @throws StateError named as the function's own error, `Lambda.Unknown` when it has none, with the payload as the text
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
 */
export function payloadOf(invoked: Invoked): unknown {
  const text = invoked.Payload ? Buffer.from(invoked.Payload).toString() : '';
  const payload = parse(text);
  if (invoked.FunctionError === undefined) return payload;
  const errorType = (payload as { readonly errorType?: unknown } | undefined)?.errorType;
  throw new StateError(typeof errorType === 'string' ? errorType : 'Lambda.Unknown', text);
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
