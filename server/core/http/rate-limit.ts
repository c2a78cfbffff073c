import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refused } from '../refused.ts';

/** How often something may be done: so many times in so many seconds. */
export interface RateLimitRule {
  times: number;
  seconds: number;
}

/** Counts what is done under a key, on this node. */
export class RateLimit {
  readonly #limiter: RateLimiterMemory;

  constructor(rule: RateLimitRule) {
    this.#limiter = new RateLimiterMemory({ points: rule.times, duration: rule.seconds });
  }

  /**
   * Counts one more.
   * @throws Refused `rate_limited` with the time until it goes on, in milliseconds
   */
  async take(key: string): Promise<void> {
    try {
      await this.#limiter.consume(key);
    } catch (thrown) {
      if (thrown instanceof RateLimiterRes)
        throw new Refused('rate_limited', { retryAfterMs: thrown.msBeforeNext });
      throw thrown;
    }
  }

  /** Takes back one that was counted and should not have been. */
  async giveBack(key: string): Promise<void> {
    await this.#limiter.reward(key);
  }
}
