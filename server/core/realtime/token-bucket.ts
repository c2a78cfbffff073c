import type { Clock } from '../clock.ts';
import { Refused } from '../refused.ts';

/** How much of something is allowed: `burst` at once, `perSecond` in the long run. */
export interface Allowance {
  burst: number;
  perSecond: number;
}

/** Counts one sender's events. Cheap: two numbers, no timer. */
export class TokenBucket {
  readonly #allowance: Allowance;
  readonly #clock: Clock;
  #tokens: number;
  #at: number;

  constructor(allowance: Allowance, clock: Clock) {
    this.#allowance = allowance;
    this.#clock = clock;
    this.#tokens = allowance.burst;
    this.#at = clock.elapsed();
  }

  /**
   * @param cost how many this counts for
   * @returns how many are left
   * @throws Refused `rate_limited` with when to try again
   */
  take(cost = 1): number {
    this.#refill();
    if (this.#tokens < cost) {
      const { perSecond } = this.#allowance;
      throw new Refused('rate_limited', {
        retryAfterMs: Math.ceil(((cost - this.#tokens) / perSecond) * 1000),
      });
    }
    this.#tokens -= cost;
    return this.#tokens;
  }

  /** Counts what was done elsewhere, as far as it goes: nobody is made to wait longer than for an empty bucket. */
  spend(times: number): void {
    this.#refill();
    this.#tokens = Math.max(0, this.#tokens - times);
  }

  #refill(): void {
    const now = this.#clock.elapsed();
    const { burst, perSecond } = this.#allowance;
    this.#tokens = Math.min(burst, this.#tokens + (Math.max(0, now - this.#at) / 1000) * perSecond);
    this.#at = now;
  }
}
