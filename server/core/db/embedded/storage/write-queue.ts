import { StoreError } from '../errors.ts';
import type { StoreLog } from '../store-log.ts';
import type { Catalog } from './catalog.ts';
import { DiskFull } from './disk-space.ts';
import type { KeyValueStore } from './key-value.ts';

interface Waiting {
  run(): void;
  /** Answers the command: with what `run` came to, or with why all was undone. */
  settle(failure: unknown): void;
}

type Outcome<T> = { state: 'done'; value: T } | { state: 'refused'; error: StoreError };

/** A group ends when it has worked this long, so that the first of it do not wait for the last. */
const GROUP_MS = 20;

/**
 * Runs the commands that write, one after the other, and commits those that came together in one transaction: the
 * disk is waited for once for all of them. A command is answered when its changes are on disk.
 */
export class WriteQueue {
  #waiting: Waiting[] = [];
  #isScheduled = false;
  #isFull = false;
  #closed: Promise<void> | undefined;
  readonly #store: KeyValueStore;
  readonly #catalog: Catalog;
  readonly #log: StoreLog;

  constructor(store: KeyValueStore, catalog: Catalog, log: StoreLog) {
    this.#store = store;
    this.#catalog = catalog;
    this.#log = log;
  }

  /**
   * Runs `command` within a transaction. What it has written before it throws a StoreError stays written; after any
   * other error nothing of it does.
   * @returns what the command returns, once it is on disk
   * @throws what the command throws; StoreError OutOfDiskSpace where the disk is full
   */
  run<T>(command: () => T): Promise<T> {
    if (this.#closed !== undefined) {
      return Promise.reject(new StoreError('ShutdownInProgress', 'The store is shutting down'));
    }
    return new Promise<T>((resolve, reject) => {
      let outcome: Outcome<T> | undefined;
      this.#waiting.push({
        run: () => {
          outcome = attempt(command);
        },
        settle: (failure) => {
          if (failure !== undefined || outcome === undefined) reject(failure);
          else if (outcome.state === 'refused') reject(outcome.error);
          else resolve(outcome.value);
        },
      });
      this.#schedule();
    });
  }

  /** Lets what waits be done and takes nothing new. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      while (this.#waiting.length > 0) this.#commitGroup();
      resolve();
    });
    return this.#closed;
  }

  /** After all that the sockets hold ready has been read, so that it shares the commit. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#waiting.length > 0) this.#commitGroup();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #commitGroup(): void {
    const group: Waiting[] = [];
    const began = performance.now();
    const failure = this.#commit(() => {
      do {
        const next = this.#waiting.shift();
        if (next === undefined) break;
        group.push(next);
        next.run();
      } while (performance.now() - began < GROUP_MS);
    });
    // It may have failed before the first of them had its turn.
    if (group.length === 0) group.push(...this.#waiting.splice(0));
    // One of them has a fault of its own, or is too large for what is left: the others shall not suffer for it. Or
    // LMDB has given up what it can do the next time: it looks into memory it has not set where its list of free
    // pages needs no change (lmdb 3.5, mdb_freelist_save).
    for (const one of group) one.settle(failure && this.#commit(() => one.run()));
  }

  /** @returns why nothing was committed, if so */
  #commit(work: () => void): unknown {
    try {
      this.#store.transact(work);
      this.#noteRoom();
      return undefined;
    } catch (error) {
      this.#catalog.reload();
      if (error instanceof DiskFull) return this.#noteFull();
      this.#log.error({ err: error }, 'A write of the store failed and was undone.');
      return error ?? new Error('The write failed.');
    }
  }

  #noteFull(): StoreError {
    if (!this.#isFull) this.#log.error({}, 'The disk is full: the store cannot write. Reading goes on.');
    this.#isFull = true;
    return new StoreError(
      'OutOfDiskSpace',
      'The disk that holds the store is full. Nothing was changed; writing works again when there is space.',
    );
  }

  #noteRoom(): void {
    if (this.#isFull) this.#log.info({}, 'There is space on the disk again: the store writes.');
    this.#isFull = false;
  }
}

function attempt<T>(command: () => T): Outcome<T> {
  try {
    return { state: 'done', value: command() };
  } catch (error) {
    if (error instanceof StoreError) return { state: 'refused', error };
    throw error;
  }
}
