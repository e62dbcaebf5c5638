import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import type { FunctionToRun } from '../ports';
import { FUNCTION_HOST } from './function-host';

/** Reads an uploaded archive; undefined when there is none. */
export type ReadArchive = (bucket: string, key: string) => Buffer | undefined;

/**
 * Puts the code of functions into directories of their own, away from every `node_modules` of this computer, which
 * Lambda does not have either.
 */
export class FunctionCodeDirectories {
  private root?: string;
  private readonly unpacked = new Map<string, string>();

  constructor(private readonly readArchive: ReadArchive) {}

  /**
   * The directory with a function's code; the same code has the same directory.
   *
   * @throws when the archive is not there or not readable
   */
  public directoryOf({ functionName, code }: FunctionToRun): string {
    const files =
      code.zipFile === undefined ? this.unzip(functionName, code) : { 'index.js': Buffer.from(code.zipFile) };
    const hash = hashOf(files);
    const known = this.unpacked.get(hash);
    if (known) return known;
    const directory = path.join(this.home(), hash);
    for (const [name, bytes] of Object.entries(files)) write(directory, name, bytes);
    this.unpacked.set(hash, directory);
    return directory;
  }

  /** The file of the program that runs functions. */
  public get hostFile(): string {
    return path.join(this.home(), 'function-host.cjs');
  }

  /** Removes all of it. Twice is once. */
  public close(): void {
    if (this.root) rmSync(this.root, { recursive: true, force: true });
    this.root = undefined;
    this.unpacked.clear();
  }

  private home(): string {
    if (this.root) return this.root;
    this.root = mkdtempSync(path.join(tmpdir(), 'bluegreen-functions-'));
    writeFileSync(path.join(this.root, 'function-host.cjs'), FUNCTION_HOST);
    return this.root;
  }

  private unzip(functionName: string, { bucket = '', key = '' }: FunctionToRun['code']): Record<string, Uint8Array> {
    const archive = this.readArchive(bucket, key);
    if (!archive)
      throw new Error(`the code of function '${functionName}' is missing: no object '${key}' in bucket '${bucket}'`);
    try {
      return unzipSync(archive);
    } catch (error) {
      throw new Error(`the code of function '${functionName}' is no zip archive: ${(error as Error).message}`);
    }
  }
}

function write(directory: string, name: string, bytes: Uint8Array): void {
  const file = path.resolve(directory, name);
  if (!file.startsWith(directory + path.sep)) throw new Error(`the archive has a file outside of itself: '${name}'`);
  if (name.endsWith('/')) {
    mkdirSync(file, { recursive: true });
    return;
  }
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

function hashOf(files: Readonly<Record<string, Uint8Array>>): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(files).sort()) hash.update(`${name}\0${files[name].length}\0`).update(files[name]);
  return hash.digest('hex').slice(0, 32);
}
