import { Stream } from 'node:stream';

type Done<T = void> = (error: Error | null, value?: T) => void;

/** A range of keys, as the engine asks for it. */
interface Range {
  readonly gte?: string;
  readonly gt?: string;
  readonly lte?: string;
  readonly lt?: string;
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** One change that can be taken back. */
type Undo = () => void;

/**
 * A sorted collection of the engine: of tables, or of the items of one table or index. Everything is answered at once:
 * in virtual time nothing may wait for the real event loop, and nothing is ever locked.
 */
class Collection {
  private readonly values = new Map<string, string>();
  /** What was parsed and has not changed since, for those who only read it. */
  private readonly known = new Map<string, unknown>();

  constructor(private readonly changed: (undo: Undo) => void) {}

  public lock(_key: string, work: (release: (done: unknown) => unknown) => void): void {
    work((done) => done);
  }

  public get(key: string, done: Done<unknown>): void {
    const text = this.values.get(key);
    done(null, text === undefined ? undefined : JSON.parse(text));
  }

  public put(key: string, value: unknown, done: Done = () => undefined): void {
    this.set(key, JSON.stringify(value));
    done(null);
  }

  public del(key: string, done: Done = () => undefined): void {
    this.set(key, undefined);
    done(null);
  }

  public batch(changes: { type: 'put' | 'del'; key: string; value?: unknown }[], done: Done): void {
    for (const { type, key, value } of changes) this.set(key, type === 'del' ? undefined : JSON.stringify(value));
    done(null);
  }

  public createKeyStream(range: Range = {}): Stream {
    return streamOf(this.keysIn(range));
  }

  public createValueStream(range: Range = {}): Stream {
    return streamOf(this.keysIn(range).map((key) => JSON.parse(this.values.get(key) ?? 'null')));
  }

  /** A value that the caller does not change: it is parsed once. */
  public peek(key: string): unknown {
    const text = this.values.get(key);
    if (text === undefined || this.known.has(key)) return this.known.get(key);
    const value: unknown = JSON.parse(text);
    this.known.set(key, value);
    return value;
  }

  /** Every value, in no order; for those who do not change them. */
  public peekAll(): unknown[] {
    return [...this.values.keys()].map((key) => this.peek(key));
  }

  private keysIn({ gte, gt, lte, lt, reverse, limit = -1 }: Range): string[] {
    const keys = [...this.values.keys()]
      .filter((key) => (gte === undefined || key >= gte) && (gt === undefined || key > gt))
      .filter((key) => (lte === undefined || key <= lte) && (lt === undefined || key < lt))
      .sort();
    if (reverse) keys.reverse();
    return limit < 0 ? keys : keys.slice(0, limit);
  }

  private set(key: string, text: string | undefined): void {
    const before = this.values.get(key);
    this.replace(key, text);
    this.changed(() => this.replace(key, before));
  }

  private replace(key: string, text: string | undefined): void {
    this.known.delete(key);
    if (text === undefined) this.values.delete(key);
    else this.values.set(key, text);
  }
}

/** The values come when the engine has taken hold of the stream, and before any time passes. */
function streamOf(values: readonly unknown[]): Stream {
  // The engine listens twice to an emitter that is no stream.
  const stream = new Stream();
  queueMicrotask(() => {
    for (const value of values) stream.emit('data', value);
    stream.emit('end');
  });
  return stream;
}

/** Where the engine keeps tables and items: in memory, with changes that can be taken back (for transactions). */
export class MemoryStore {
  public readonly tableDb: Collection & { awsAccountId: string; awsRegion: string };
  private readonly collections = new Map<string, Collection>();
  private undos: Undo[] | undefined;

  constructor(
    place: { readonly account: string; readonly region: string },
    public readonly options: Readonly<Record<string, number>>,
  ) {
    const names = { awsAccountId: place.account, awsRegion: place.region };
    this.tableDb = Object.assign(this.collection('tables'), names);
  }

  /** Makes changes, all or none: they are taken back when `work` throws. */
  public atomically<T>(work: () => T): T {
    const outer = this.undos;
    const undos: Undo[] = [];
    this.undos = undos;
    try {
      const result = work();
      outer?.push(...undos);
      return result;
    } catch (error) {
      for (const undo of undos.reverse()) undo();
      throw error;
    } finally {
      this.undos = outer;
    }
  }

  public readonly getItemDb = (table: string) => this.collection(`item-${table}`);
  public readonly deleteItemDb = (table: string, done: Done) => this.drop(`item-${table}`, done);
  public readonly getTagDb = (table: string) => this.collection(`tag-${table}`);
  public readonly deleteTagDb = (table: string, done: Done) => this.drop(`tag-${table}`, done);
  public readonly getIndexDb = (type: string, table: string, index: string) =>
    this.collection(indexName(type, table, index));
  public readonly deleteIndexDb = (type: string, table: string, index: string, done: Done) =>
    this.drop(indexName(type, table, index), done);

  /**
   * A table; it must be usable unless `check` is false.
   *
   * @param check the engine leaves it out for "true", and gives `done` in its place
   */
  public readonly getTable = (name: string, check: boolean | Done<unknown>, done?: Done<unknown>): void => {
    const answer = typeof check === 'function' ? check : done;
    const found = this.tableDb.peek(name) as { readonly TableStatus?: string } | undefined;
    const status = found?.TableStatus;
    const usable = check === false ? status : status && status !== 'CREATING' && status !== 'DELETING';
    // What does not want a usable table changes it, too; reading and writing items does not.
    if (usable) answer?.(null, check === false ? structuredClone(found) : found);
    else answer?.(notFound(check === false ? `: Table: ${name} not found` : ''));
  };

  private collection(name: string): Collection {
    const found = this.collections.get(name) ?? new Collection((undo) => this.undos?.push(undo));
    this.collections.set(name, found);
    return found;
  }

  private drop(name: string, done: Done): void {
    this.collections.delete(name);
    done(null);
  }
}

function indexName(type: string, table: string, index: string): string {
  return `index-${type.toLowerCase()}~${table}~${index}`;
}

/** As the engine words its errors. */
function notFound(more: string): Error {
  const body = {
    __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
    message: `Requested resource not found${more}`,
  };
  return Object.assign(new Error(body.message), { name: 'NotFoundError', statusCode: 400, body });
}
