import { limitKeyOf } from '../core/http/proxies.ts';
import type { RateLimit, RateLimitRule } from '../core/http/rate-limit.ts';
import { Refused } from '../core/refused.ts';

/** Of one person: two messages full of files a minute, for a while. */
const BY_OWNER = { times: 60, seconds: 600 };
/** Of one address, behind which a whole office may sit. */
const BY_ADDRESS = { times: 300, seconds: 600 };
/** On their way at the same time to one node: of one person, of one address, and of everybody. */
const OWNER_AT_ONCE = 4;
const ADDRESS_AT_ONCE = 20;
const NODE_AT_ONCE = 100;
const BUSY_RETRY_MS = 2_000;

/** How many files people may send. */
export class UploadLimits {
  readonly #byOwner: RateLimit;
  readonly #byAddress: RateLimit;
  /** By owner and by address; the two never look alike. */
  readonly #underWay = new Map<string, number>();
  #all = 0;

  constructor(sharedLimit: (name: string, rule: RateLimitRule) => RateLimit) {
    this.#byOwner = sharedLimit('attachments-owner', BY_OWNER);
    this.#byAddress = sharedLimit('attachments-address', BY_ADDRESS);
  }

  /**
   * Runs an upload where there is room for it.
   * @throws Refused `rate_limited`, or `busy` where everybody uploads at once
   */
  async run<T>(owner: string, address: string, upload: () => Promise<T>): Promise<T> {
    const from = limitKeyOf(address);
    if (this.#at(owner) >= OWNER_AT_ONCE || this.#at(from) >= ADDRESS_AT_ONCE)
      throw new Refused('rate_limited', { retryAfterMs: BUSY_RETRY_MS });
    if (this.#all >= NODE_AT_ONCE) throw new Refused('busy');
    this.#count(owner, from, 1);
    try {
      await this.#byAddress.take(from);
      await this.#byOwner.take(owner);
      return await upload();
    } finally {
      this.#count(owner, from, -1);
    }
  }

  #at(key: string): number {
    return this.#underWay.get(key) ?? 0;
  }

  #count(owner: string, from: string, change: 1 | -1): void {
    this.#all += change;
    for (const key of [owner, from]) {
      const now = this.#at(key) + change;
      if (now > 0) this.#underWay.set(key, now);
      else this.#underWay.delete(key);
    }
  }
}
