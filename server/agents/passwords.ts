import { hash, verify } from '@node-rs/argon2';
import { FewAtOnce } from '../core/few-at-once.ts';

/** OWASP's second choice for argon2id: 19 MiB, 2 passes, 1 lane; some 30 ms on the machine it was measured on. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each takes 19 MiB and one of Node's four worker threads, which files and names need too. */
const AT_ONCE = 2;
/** Who comes after these is told to come back: a flood of sign-ins must not become a queue of minutes. */
const WAITING_MAX = 100;

/** Hashes and checks passwords with argon2id, a few at a time. */
export class Passwords {
  readonly #turns = new FewAtOnce(AT_ONCE, WAITING_MAX);
  #nobodys: Promise<string> | null = null;

  /**
   * @returns the hash with its parameters and salt
   * @throws Refused `busy`
   */
  hash(password: string): Promise<string> {
    return this.#turns.run(() => hash(password, ARGON2ID));
  }

  /**
   * Checks a password. Takes as long where there is none to compare with, so that the time does not tell whether
   * somebody exists.
   * @throws Refused `busy`
   */
  async matches(password: string, kept: string | null | undefined): Promise<boolean> {
    this.#nobodys ??= this.hash('a password that belongs to nobody');
    const compared = kept ?? (await this.#nobodys);
    const same = await this.#turns.run(() => verify(compared, password));
    return same && typeof kept === 'string';
  }
}
