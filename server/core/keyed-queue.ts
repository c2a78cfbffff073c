/** Runs tasks of the same key one after the other, tasks of different keys side by side. */
export class KeyedQueue {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Keys that have something running or waiting. */
  get size(): number {
    return this.#tails.size;
  }

  /** Runs `task` when everything queued before under `key` has ended; resolves or rejects as it does. */
  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key);
    const result = before === undefined ? task() : before.then(task, task);
    const tail: Promise<void> = result.then(
      () => this.#done(key, tail),
      () => this.#done(key, tail),
    );
    this.#tails.set(key, tail);
    return result;
  }

  #done(key: string, tail: Promise<unknown>): void {
    if (this.#tails.get(key) === tail) this.#tails.delete(key);
  }
}
