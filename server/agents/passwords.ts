import { hash, verify } from '@node-rs/argon2';
import { Refused } from '../core/refused.ts';

/** OWASP's second choice for argon2id: 19 MiB, 2 passes, 1 lane; some 30 ms on the machine it was measured on. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each takes 19 MiB and one of Node's four worker threads, which files and names need too. */
const AT_ONCE = 2;
/** Who comes after these is told to come back: a flood of sign-ins must not become a queue of minutes. */
const WAITING_MAX = 100;

/** Hashes and checks passwords with argon2id, a few at a time. */
export class Passwords {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  #nobodys: Promise<string> | null = null;

  /**
   * @returns the hash with its parameters and salt
   * @throws Refused `busy`
   */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password, ARGON2ID));
  }

  /**
   * Checks a password. Takes as long where there is none to compare with, so that the time does not tell whether
   * somebody exists.
   * @throws Refused `busy`
   */
  async matches(password: string, kept: string | null | undefined): Promise<boolean> {
    this.#nobodys ??= this.hash('a password that belongs to nobody');
    const compared = kept ?? (await this.#nobodys);
    const same = await this.#inTurn(() => verify(compared, password));
    return same && typeof kept === 'string';
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) {
      if (this.#waiting.length >= WAITING_MAX) throw new Refused('busy');
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
