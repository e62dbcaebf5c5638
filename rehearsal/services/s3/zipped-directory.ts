import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import type { StoredBody } from './object-store';

/** A directory as the bytes of its zip archive, the same bytes for the same files; made at the first reading. */
export function zippedDirectory(directory: string): StoredBody {
  let archive: Buffer | undefined;
  const read = () => {
    archive ??= Buffer.from(zipSync(filesOf(directory), { level: 1, mtime: EPOCH }));
    return archive;
  };
  return {
    get size() {
      return read().length;
    },
    read,
    remove: () => undefined,
  };
}

/** The earliest time that a zip archive can say. */
const EPOCH = new Date(1980, 0, 1);

function filesOf(directory: string): Zippable {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name))).sort();
  return Object.fromEntries(
    names.map((name) => [name.split(path.sep).join('/'), new Uint8Array(readFileSync(path.join(directory, name)))]),
  );
}
