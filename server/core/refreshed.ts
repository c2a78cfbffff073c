import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** How long another node's change may go unnoticed. */
const REFRESH_MS = 30_000;

/**
 * A small collection kept in memory as a whole, because nearly everything asks it: read at the start, again after
 * every change of this node or another, and every 30 s for changes that nobody could tell.
 */
export class Refreshed<T extends { id: string }> {
  readonly #read: () => Promise<T[]>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #listeners: ((changed: T, before: T | undefined) => void)[] = [];
  readonly #ownListeners: (() => void)[] = [];
  #items: ReadonlyMap<string, T> = new Map();
  #latest: Promise<void> = Promise.resolve();
  #stop: () => void = () => undefined;

  constructor(read: () => Promise<T[]>, clock: Clock, log: Log) {
    this.#read = read;
    this.#clock = clock;
    this.#log = log;
  }

  get items(): ReadonlyMap<string, T> {
    return this.#items;
  }

  /** Calls `listener` with each item that is new or different, and what it was; whoever has changed it. */
  onChanged(listener: (changed: T, before: T | undefined) => void): void {
    this.#listeners.push(listener);
  }

  /** Calls `listener` after every change of this node, so that others read it too. */
  onOwnChange(listener: () => void): void {
    this.#ownListeners.push(listener);
  }

  /** Reads for the first time, without telling anybody, and goes on reading. */
  async start(): Promise<void> {
    this.#items = byId(await this.#read());
    this.#stop = this.#clock.every(REFRESH_MS, () => {
      void this.follow();
    });
  }

  stop(): void {
    this.#stop();
  }

  /** Reads again after a change of this node. */
  async reload(): Promise<void> {
    await this.#next();
    for (const listener of this.#ownListeners) listener();
  }

  /** Reads again after a change of another node. Never throws: the next reading is at most 30 s away. */
  follow(): Promise<void> {
    return this.#next().catch((error: unknown) => {
      this.#log.warn({ err: error }, 'What others changed could not be read.');
    });
  }

  /** One at a time, so that an older reading never covers a newer one. */
  #next(): Promise<void> {
    const next = this.#latest.then(
      () => this.#reload(),
      () => this.#reload(),
    );
    this.#latest = next;
    return next;
  }

  async #reload(): Promise<void> {
    const before = this.#items;
    this.#items = byId(await this.#read());
    for (const [id, item] of this.#items) {
      // Plain values throughout: written out the same, they are the same.
      const earlier = before.get(id);
      if (JSON.stringify(earlier) === JSON.stringify(item)) continue;
      for (const listener of this.#listeners) listener(item, earlier);
    }
  }
}

function byId<T extends { id: string }>(items: T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}
