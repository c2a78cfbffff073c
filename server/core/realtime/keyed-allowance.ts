import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import { type Allowance, TokenBucket } from './token-bucket.ts';

/** Keys that are counted: more than are busy at the same time. */
const KEYS_COUNTED = 10_000;
/** What is used on one node is told to the others at most this often. */
const TELL_EVERY_MS = 100;

/** What was used on one node, by key. */
type Used = Record<string, number>;

interface Counted {
  bucket: TokenBucket;
  /** Used here and not told to other nodes yet. */
  untold: number;
}

/**
 * One allowance for each key, however many sockets its holder has and on whichever nodes. Costs a look into memory:
 * other nodes are told afterwards, and only of who has used half of what there is.
 */
export class KeyedAllowance {
  readonly #allowance: Allowance;
  readonly #clock: Clock;
  readonly #counted = new LRUCache<string, Counted>({ max: KEYS_COUNTED });
  readonly #busy = new Set<string>();
  #tellOthers: ((used: Used) => void) | null = null;
  #telling = false;

  constructor(allowance: Allowance, clock: Clock) {
    this.#allowance = allowance;
    this.#clock = clock;
  }

  /** @throws Refused `rate_limited` with when to try again */
  take(key: string): void {
    const counted = this.#of(key);
    const left = counted.bucket.take();
    if (this.#tellOthers === null) return;
    counted.untold = left >= this.#allowance.burst - 1 ? 1 : counted.untold + 1;
    if (left < this.#allowance.burst / 2) this.#tellSoon(key);
  }

  /** Calls `tell` with what was used here, for the other nodes. */
  onUsed(tell: (used: Used) => void): void {
    this.#tellOthers = tell;
  }

  /** Counts what was used on another node. */
  usedElsewhere(used: Used): void {
    for (const [key, times] of Object.entries(used)) this.#of(key).bucket.spend(times);
  }

  #of(key: string): Counted {
    let counted = this.#counted.get(key);
    if (counted === undefined) {
      counted = { bucket: new TokenBucket(this.#allowance, this.#clock), untold: 0 };
      this.#counted.set(key, counted);
    }
    return counted;
  }

  #tellSoon(key: string): void {
    this.#busy.add(key);
    if (this.#telling) return;
    this.#telling = true;
    this.#clock.after(TELL_EVERY_MS, () => this.#tell());
  }

  #tell(): void {
    this.#telling = false;
    const used: [string, number][] = [];
    for (const key of this.#busy) {
      const counted = this.#counted.peek(key);
      if (counted === undefined || counted.untold === 0) continue;
      used.push([key, counted.untold]);
      counted.untold = 0;
    }
    this.#busy.clear();
    if (used.length > 0) this.#tellOthers?.(Object.fromEntries(used));
  }
}
