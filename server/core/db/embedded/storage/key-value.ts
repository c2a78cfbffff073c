import { open, type RootDatabase } from 'lmdb';
import { DiskSpace } from './disk-space.ts';

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

/** What a transaction has changed so far, and what LMDB was like before. */
interface Need {
  pageBytes: number;
  usedPages: number;
  depth: number;
  leafPages: number;
  branchPages: number;
  /** Of LMDB's list of pages set free, which a commit may write anew. */
  listPages: number;
  changes: number;
  /** Of pairs that share a page with others. */
  smallBytes: number;
  /** Of values that have pages of their own. */
  largePages: number;
}

/** What of LMDB's statistics is read; its types leave them open. */
interface Tree {
  treeDepth: number;
  treeBranchPageCount: number;
  treeLeafPageCount: number;
  overflowPages: number;
}
interface Statistics extends Tree {
  pageSize: number;
  lastPageNumber: number;
  free: Tree;
}

const NO_NEED: Need = {
  pageBytes: 4096,
  usedPages: 0,
  depth: 0,
  leafPages: 0,
  branchPages: 0,
  listPages: 0,
  changes: 0,
  smallBytes: 0,
  largePages: 0,
};
/** LMDB gives a pair that takes more than about half a page pages of its own. */
const LARGE_SHARE = 0.45;
const PAIR_OVERHEAD_BYTES = 16;
/** For the pages above those that split, and for LMDB's list of the pages set free. */
const FURTHER_SHARE = 1.1;
const SPARE_PAGES = 32;

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

  readonly #space: DiskSpace;
  /** What the transaction under way may need of the disk at most. */
  #need: Need = NO_NEED;

  /**
   * @param most a bound of the file in bytes
   * @throws Error where LMDB cannot open the file
   */
  constructor(path: string, most?: number) {
    this.#database = open<Buffer, Buffer>({
      path,
      noSubdir: true,
      encoding: 'binary',
      keyEncoding: 'binary',
      maxDbs: 1,
      overlappingSync: false,
    });
    this.#space = new DiskSpace(path, most);
  }

  /** How many bytes of the file have their place on the disk. */
  get heldBytes(): number {
    return this.#space.held;
  }

  get(key: Uint8Array): Buffer | undefined {
    return this.#database.get(asBuffer(key));
  }

  /** Within `transact` only. */
  put(key: Buffer, value: Buffer): void {
    this.#countPair(key.length, value.length);
    this.#database.putSync(key, value);
  }

  /** Within `transact` only. */
  remove(key: Uint8Array): void {
    this.#need.changes++;
    this.#holdNeed();
    this.#database.removeSync(asBuffer(key));
  }

  /**
   * Runs `work` alone; all it wrote is on disk when this returns, or nothing of it where this throws.
   * @throws what `work` throws; DiskFull where there is no room for it
   */
  transact<T>(work: () => T): T {
    this.commits++;
    this.#need = this.#needAtStart();
    this.#holdNeed();
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

  async close(): Promise<void> {
    this.#space.close();
    await this.#database.close();
  }

  #needAtStart(): Need {
    const stats = this.#database.getStats() as Statistics;
    return {
      ...NO_NEED,
      pageBytes: stats.pageSize,
      usedPages: stats.lastPageNumber + 1,
      depth: stats.treeDepth,
      leafPages: stats.treeLeafPageCount,
      branchPages: stats.treeBranchPageCount,
      listPages: stats.free.treeBranchPageCount + stats.free.treeLeafPageCount + stats.free.overflowPages,
    };
  }

  #countPair(keyBytes: number, valueBytes: number): void {
    const need = this.#need;
    need.changes++;
    if (keyBytes + valueBytes > LARGE_SHARE * need.pageBytes) {
      need.largePages += Math.ceil((valueBytes + PAIR_OVERHEAD_BYTES) / need.pageBytes);
      need.smallBytes += keyBytes + PAIR_OVERHEAD_BYTES;
    } else need.smallBytes += keyBytes + valueBytes + PAIR_OVERHEAD_BYTES;
    this.#holdNeed();
  }

  /** Holds the room that the changes so far may take at the worst: nothing that was set free is taken again. */
  #holdNeed(): void {
    const {
      pageBytes,
      usedPages,
      depth,
      leafPages,
      branchPages,
      listPages,
      changes,
      smallBytes,
      largePages,
    } = this.#need;
    const rewritten = Math.min(changes, leafPages) + Math.min(changes * depth, branchPages);
    // A page splits when it is full: those there were at most once for want of room, then by what is added.
    const split = Math.min(changes, leafPages) + (2 * smallBytes) / pageBytes;
    const pages = Math.ceil((rewritten + split) * FURTHER_SHARE) + largePages + listPages + SPARE_PAGES;
    this.#space.hold((usedPages + pages) * pageBytes);
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
