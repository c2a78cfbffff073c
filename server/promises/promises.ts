import { LRUCache } from 'lru-cache';
import type { ReplyWithin } from '../../shared/sites.ts';
import type { Conversations } from '../conversations/index.ts';
import type { Core } from '../core/core.ts';
import { replyWithin } from './reply-within.ts';

const WEEK_MS = 7 * 24 * 60 * 60_000;
/** How many conversations are looked at: the newest of the week. */
const LOOKED_AT_MAX = 200;
/** What is promised is counted anew after this. */
const KEPT_MS = 10 * 60_000;
/** Sites remembered. */
const SITES_MAX = 1_000;

/** What visitors are promised: how soon somebody answers who is there, by what was kept in the last week. */
export class Promises {
  readonly #core: Core;
  readonly #kept: LRUCache<string, { within: ReplyWithin | null }>;

  constructor(core: Core, conversations: Conversations) {
    this.#core = core;
    this.#kept = new LRUCache({
      max: SITES_MAX,
      ttl: KEPT_MS,
      ttlResolution: 0,
      perf: { now: () => core.clock.elapsed() },
      // Nobody waits for a newer one, and where that cannot be read the one before goes on.
      allowStale: true,
      allowStaleOnFetchRejection: true,
      async fetchMethod(siteId) {
        const now = core.clock.now();
        const waits = await conversations.firstWaits(siteId, now - WEEK_MS, LOOKED_AT_MAX);
        return { within: replyWithin(waits, now) };
      },
    });
  }

  /** Within what time somebody usually answers on a site; null where too little is known. Never throws. */
  async of(siteId: string): Promise<ReplyWithin | null> {
    try {
      return (await this.#kept.fetch(siteId))?.within ?? null;
    } catch (error) {
      this.#core.log.warn({ err: error }, 'How soon visitors are answered could not be read.');
      return null;
    }
  }
}
