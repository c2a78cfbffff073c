import { Refused } from './refused.ts';

/** Runs work side by side, but only so much of it at once; the rest waits in the order in which it came. */
export class FewAtOnce {
  readonly #atOnce: number;
  readonly #waitingMax: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** @param waitingMax who comes after so many that wait is refused */
  constructor(atOnce: number, waitingMax = Number.POSITIVE_INFINITY) {
    this.#atOnce = atOnce;
    this.#waitingMax = waitingMax;
  }

  /**
   * Runs `work` when it is its turn; resolves or rejects as it does.
   * @throws Refused `busy` where too many wait
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce) {
      if (this.#waiting.length >= this.#waitingMax) throw new Refused('busy');
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running++;
    }
    try {
      return await work();
    } finally {
      // The place goes on to the next one, or back.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }
}
