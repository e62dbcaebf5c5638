import { createHash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';
import type { Clock } from '../../../clock';

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

const FROM_MILLIS = jsonata('$fromMillis($ms, $picture, $timezone)');

/**
 * The functions that Step Functions adds to JSONata, and those of JSONata that need the rehearsal's clock; `$eval` does
 * not exist there.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn
 */
export function stepFunctionsFunctions(clock: Clock): Readonly<Record<string, unknown>> {
  return {
    partition: (all: unknown[], size: number) => partition(all, Math.floor(size)),
    range: (first: number, last: number, step: number) => range(first, last, step),
    hash: (text: string, algorithm: string) => hash(text, algorithm),
    random: (seed?: number) => (seed === undefined ? Math.random() : seeded(seed)),
    uuid: () => randomUUID(),
    parse: (text?: string) => (text === undefined ? undefined : JSON.parse(text)),
    millis: () => clock.now(),
    now: (picture?: string, timezone?: string) =>
      picture === undefined
        ? new Date(clock.now()).toISOString()
        : FROM_MILLIS.evaluate(undefined, { ms: clock.now(), picture, timezone }),
    eval: () => {
      throw new Error('$eval is not available in Step Functions; use $parse');
    },
  };
}

function partition(all: readonly unknown[], size: number): unknown[][] {
  if (!(size > 0)) throw new Error(`$partition needs a positive chunk size, got ${size}`);
  const chunks: unknown[][] = [];
  for (let start = 0; start < all.length; start += size) chunks.push(all.slice(start, start + size));
  return chunks;
}

function range(from: number, to: number, by: number): number[] {
  const [first, last, step] = [from, to, by].map(Math.floor);
  if (step === 0) throw new Error('$range needs a step that is not 0');
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  return Array.from({ length }, (_, index) => first + index * step);
}

function hash(text: string, algorithm: string): string {
  const name = ALGORITHMS[algorithm];
  if (!name) throw new Error(`$hash has the algorithms ${Object.keys(ALGORITHMS).join(', ')}, got ${algorithm}`);
  return createHash(name).update(text).digest('hex');
}

/** A number from 0 to below 1 that depends on the seed only; AWS's generator is not known. */
function seeded(seed: number): number {
  return (
    createHash('sha256')
      .update(String(Math.floor(seed)))
      .digest()
      .readUInt32BE() /
    2 ** 32
  );
}
