import { StoreError } from './errors.ts';

/** A batch of a cursor's documents, in bytes as they are stored. */
export interface Batch {
  /** 0 where this was the last one. */
  cursorId: bigint;
  namespace: string;
  documents: Buffer[];
}

interface Cursor {
  namespace: string;
  documents: Iterator<Buffer>;
  /** Already read, but not yet sent. */
  next: Buffer | undefined;
  usedAt: number;
}

/** A batch has at most so many bytes, unless its first document alone has more. */
const BATCH_BYTES = 15 * 1024 * 1024;
const IDLE_MS = 10 * 60_000;

/** Results that are fetched piece by piece. */
export class Cursors {
  readonly #open = new Map<bigint, Cursor>();
  readonly #now: () => number;
  #nextId = 1n;

  /** @param now milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  get count(): number {
    return this.#open.size;
  }

  /**
   * The first batch of a result; the rest waits under a number if there is more.
   * @param isSingle whether nobody will come for the rest
   */
  open(namespace: string, documents: Iterator<Buffer>, size: number, isSingle = false): Batch {
    const cursor = { namespace, documents, next: undefined, usedAt: this.#now() };
    const { batch, isEnd } = fill(cursor, size);
    if (isEnd || isSingle) return { cursorId: 0n, namespace, documents: batch };
    const cursorId = this.#nextId++;
    this.#open.set(cursorId, cursor);
    return { cursorId, namespace, documents: batch };
  }

  /** @throws StoreError CursorNotFound for a cursor that is done, was closed, or belongs to another collection */
  more(cursorId: bigint, namespace: string, size: number): Batch {
    const cursor = this.#open.get(cursorId);
    if (cursor === undefined || cursor.namespace !== namespace) {
      throw new StoreError('CursorNotFound', `cursor id ${cursorId} not found`);
    }
    cursor.usedAt = this.#now();
    try {
      const { batch, isEnd } = fill(cursor, size);
      if (isEnd) this.#open.delete(cursorId);
      return { cursorId: isEnd ? 0n : cursorId, namespace, documents: batch };
    } catch (error) {
      this.#open.delete(cursorId);
      throw error;
    }
  }

  /** @returns whether there was such a cursor */
  close(cursorId: bigint): boolean {
    this.#open.get(cursorId)?.documents.return?.();
    return this.#open.delete(cursorId);
  }

  /** Closes those that nobody has asked for in 10 minutes. */
  closeIdle(): void {
    const oldest = this.#now() - IDLE_MS;
    for (const [cursorId, { usedAt }] of this.#open) if (usedAt <= oldest) this.close(cursorId);
  }
}

function fill(cursor: Cursor, size: number): { batch: Buffer[]; isEnd: boolean } {
  const batch: Buffer[] = [];
  let bytes = 0;
  while (batch.length < size) {
    const document = take(cursor);
    if (document === undefined) return { batch, isEnd: true };
    if (batch.length > 0 && bytes + document.length > BATCH_BYTES) {
      cursor.next = document;
      return { batch, isEnd: false };
    }
    batch.push(document);
    bytes += document.length;
  }
  // Looks one ahead, so that a result that ends here needs no further question.
  cursor.next = take(cursor);
  return { batch, isEnd: cursor.next === undefined };
}

function take(cursor: Cursor): Buffer | undefined {
  const ready = cursor.next;
  cursor.next = undefined;
  if (ready !== undefined) return ready;
  const result = cursor.documents.next();
  return result.done ? undefined : result.value;
}
