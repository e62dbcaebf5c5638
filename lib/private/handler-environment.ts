import * as zlib from 'node:zlib';
import { type Stack, Token } from 'aws-cdk-lib';

/** What all variables of a Lambda function may hold together. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_ENVIRONMENT_BYTES = 4096;

/** Above this, a text is deflated: half of the limit leaves room for the other variables. */
const PLAIN_TEXT_BYTES = 2048;

/**
 * A value as JSON for an environment variable: plain when it is small or holds a token, deflated otherwise.
 *
 * Plain JSON stays readable in the console, and a token survives only in plain text.
 */
export function renderJsonVariable(stack: Stack, value: unknown): string {
  const json = JSON.stringify(value);
  if (Token.isUnresolved(json)) return stack.toJsonString(value);
  if (Buffer.byteLength(json) <= PLAIN_TEXT_BYTES) return json;
  return `deflate:${zlib.deflateRawSync(json, { level: 9 }).toString('base64')}`;
}

/** A handler's variables as Lambda takes them: without those that are not set, and checked against Lambda's limit. */
export function renderEnvironment(hook: string, variables: object): Record<string, string> {
  const set: [string, string][] = Object.entries(variables).filter(([, value]) => value !== undefined);
  const bytes = set.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (bytes > MAX_ENVIRONMENT_BYTES) {
    throw new Error(
      `the settings of hook '${hook}' take ${bytes} bytes, but Lambda allows ${MAX_ENVIRONMENT_BYTES}; make fewer or shorter steps, or keep large bodies in the app under test`,
    );
  }
  return Object.fromEntries(set);
}
