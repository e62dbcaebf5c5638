import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where the bytes of an object are. */
export interface StoredBody {
  readonly size: number;
  read(): Buffer;
  /** Gives the space back. */
  remove(): void;
}

/** Larger bodies go to the disk. */
const IN_MEMORY_BYTES = 256 * 1024;

/** Keeps the bytes of objects: small ones in memory, large ones in a temporary directory that `close` removes. */
export class ObjectStore {
  private directory?: string;
  private files = 0;

  /** @param parent where the temporary directory is made */
  constructor(private readonly parent: string) {}

  public store(body: Uint8Array): StoredBody {
    // A copy: what came may be a view of a network buffer.
    return body.length <= IN_MEMORY_BYTES ? inMemory(Buffer.from(body)) : this.onDisk(body);
  }

  /** Removes everything that is on the disk. Twice is once. */
  public close(): void {
    if (this.directory) rmSync(this.directory, { recursive: true, force: true });
    this.directory = undefined;
  }

  private onDisk(body: Uint8Array): StoredBody {
    this.directory ??= mkdtempSync(path.join(this.parent, 'bluegreen-s3-'));
    const file = path.join(this.directory, String(this.files++));
    writeFileSync(file, body);
    return {
      size: body.length,
      read: () => readFileSync(file),
      remove: () => rmSync(file, { force: true }),
    };
  }
}

function inMemory(body: Buffer): StoredBody {
  return { size: body.length, read: () => body, remove: () => undefined };
}
