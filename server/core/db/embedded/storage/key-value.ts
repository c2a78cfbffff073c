import { open, type RootDatabase } from 'lmdb';

/** A stored pair; the key is not to be changed. */
export interface Entry {
  key: Uint8Array;
  value: Buffer;
}

/** All keys from `low` (with it) up to `high` (without it). */
export interface KeyRange {
  low: Buffer;
  high: Buffer;
}

interface Chunk {
  entries: Entry[];
  /** Whether the range holds nothing behind this chunk. */
  last: boolean;
}

/** A scan reads this many pairs, or this many bytes of values, at a time. */
const CHUNK_ENTRIES = 1024;
const CHUNK_BYTES = 1 << 20;

/**
 * Sorted bytes on disk: LMDB, durable at each commit.
 *
 * Commits are synchronous. LMDB's asynchronous ones let reads go on while the disk works, but then readers see
 * what may still be lost, and a commit that fails is reported where nobody waits for it. The store has a thread of
 * its own, so what waits for the disk is only the store.
 */
export class KeyValueStore {
  /** Counts commits, so that a paused scan notices that what it has read ahead may be old. */
  commits = 0;
  readonly #database: RootDatabase<Buffer, Buffer>;

  /** @param mapSize a bound of the file in bytes; without it the file grows with its content */
  constructor(path: string, mapSize?: number) {
    this.#database = open<Buffer, Buffer>({
      path,
      noSubdir: true,
      encoding: 'binary',
      keyEncoding: 'binary',
      maxDbs: 1,
      overlappingSync: false,
      ...(mapSize === undefined ? {} : { mapSize }),
    });
  }

  get(key: Uint8Array): Buffer | undefined {
    return this.#database.get(asBuffer(key));
  }

  /** Within `transact` only. */
  put(key: Buffer, value: Buffer): void {
    this.#database.putSync(key, value);
  }

  /** Within `transact` only. */
  remove(key: Uint8Array): void {
    this.#database.removeSync(asBuffer(key));
  }

  /**
   * Runs `work` alone; all it wrote is on disk when this returns, or nothing of it where this throws.
   * @throws what `work` throws, and what LMDB says about a disk that is full or broken
   */
  transact<T>(work: () => T): T {
    this.commits++;
    return this.#database.transactionSync(work);
  }

  count(range: KeyRange): number {
    return this.#database.getKeysCount({ start: range.low, end: range.high });
  }

  /**
   * The pairs of a range in order. No read transaction of LMDB's stays open between two pairs (it would keep old
   * pages from being used again), so a cursor may rest here for minutes.
   * @param expected about how many pairs will be asked for
   */
  *range(range: KeyRange, descending = false, expected = 64): Generator<Entry, void> {
    let after: Uint8Array | undefined;
    let size = Math.min(CHUNK_ENTRIES, Math.max(8, expected));
    for (;;) {
      const chunk = this.#chunk(range, descending, after, size);
      const commits = this.commits;
      let stale = false;
      for (const entry of chunk.entries) {
        after = entry.key;
        yield entry;
        stale = this.commits !== commits;
        if (stale) break;
      }
      if (chunk.last && !stale) return;
      size = Math.min(CHUNK_ENTRIES, size * 4);
    }
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  #chunk(range: KeyRange, descending: boolean, after: Uint8Array | undefined, size: number): Chunk {
    const entries: Entry[] = [];
    let bytes = 0;
    for (const { key, value } of this.#database.getRange({
      start: asBuffer(after ?? (descending ? range.high : range.low)),
      end: descending ? range.low : range.high,
      reverse: descending,
      exclusiveStart: descending || after !== undefined,
      inclusiveEnd: descending,
      limit: size,
    })) {
      entries.push({ key, value });
      bytes += value.length;
      if (bytes > CHUNK_BYTES) return { entries, last: false };
    }
    return { entries, last: entries.length < size };
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
