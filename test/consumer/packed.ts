import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './command';

export const ROOT = path.join(__dirname, '..', '..');

/** A directory of the test's own, under the system's temporary directory. */
export function makeDirectory(): { readonly directory: string; remove(): void } {
  const directory = mkdtempSync(path.join(tmpdir(), 'consumer-'));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** What `npm pack` tells of a package. */
export interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** Packs the package as it would be published. */
export async function pack(directory: string): Promise<Packed> {
  if (!existsSync(path.join(ROOT, 'dist', 'bin', 'bluegreen.js'))) {
    throw new Error("there is nothing to pack in dist; run 'npm run build' first");
  }
  const args = ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', directory];
  const [packed] = JSON.parse(await run('npm', args, { cwd: ROOT })) as Packed[];
  if (!packed) throw new Error('npm pack has packed nothing');
  return packed;
}
