import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Bus } from '../realtime/bus.ts';
import { Refused } from '../refused.ts';

/** How often something may be done: so many times in so many seconds. */
export interface RateLimitRule {
  times: number;
  seconds: number;
}

/** Counts what is done under a key: on this node, or together with others. */
export class RateLimit {
  readonly #limiter: RateLimiterAbstract;
  readonly #longestMs: number;

  /** @param shared where all nodes count together, and under which name; while Redis is away each counts alone */
  constructor(rule: RateLimitRule, shared?: { redis: Bus['redis']; name: string }) {
    this.#longestMs = rule.seconds * 1_000;
    const options = { points: rule.times, duration: rule.seconds };
    const alone = new RateLimiterMemory(options);
    if (shared === undefined || shared.redis === null) {
      this.#limiter = alone;
      return;
    }
    const { redis, name } = shared;
    this.#limiter = new RateLimiterRedis({
      ...options,
      storeClient: { eval: redis.evaluate.bind(redis) },
      useRedisPackage: true,
      keyPrefix: `${redis.prefix}limit:${name}`,
      insuranceLimiter: alone,
    });
  }

  /**
   * Counts one more.
   * @throws Refused `rate_limited` with the time until it goes on, in milliseconds
   */
  async take(key: string): Promise<void> {
    try {
      await this.#limiter.consume(key);
    } catch (thrown) {
      if (thrown instanceof RateLimiterRes) {
        // It counts by the time of day; where that is set back, it would say longer than it lasts.
        const retryAfterMs = Math.min(thrown.msBeforeNext, this.#longestMs);
        throw new Refused('rate_limited', { retryAfterMs });
      }
      throw thrown;
    }
  }

  /** Takes back one that was counted and should not have been. */
  async giveBack(key: string): Promise<void> {
    await this.#limiter.reward(key);
  }
}
