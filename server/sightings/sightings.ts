import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { SIGHTED_PROBLEMS, type SightedProblem, type Sighting } from '../../shared/sightings.ts';
import type { Core } from '../core/core.ts';
import { onceMore } from '../core/db/once-more.ts';
import { isLoopback, limitKeyOf } from '../core/http/proxies.ts';
import { KeyedAllowance } from '../core/realtime/keyed-allowance.ts';
import { Refused } from '../core/refused.ts';
import { presentSighting, type SightingDocument, sightingCollection } from './model.ts';
import { type Place, placeOf } from './place.ts';
import { surplusOf } from './surplus.ts';

/** A page that goes on as before is noted once in so long; something new about it soon. */
const SAME_EVERY_MS = 60 * 60 * 1000;
const NEWS_EVERY_MS = 10 * 1000;
/** Pages remembered as noted. */
const NOTED = 5_000;
/** New pages, by who tells of them and by site: what anybody can invent must neither fill the store nor keep it busy. */
const NEW_BY_ADDRESS = { burst: 20, perSecond: 1 / 600 };
const NEW_BY_SITE = { burst: 60, perSecond: 1 / 60 };
/** Pages looked up that may be new, by site: where there are thousands, each is a question to the store. */
const UNKNOWN_BY_SITE = { burst: 60, perSecond: 1 };
/** Read of one site: what is kept is less. */
const READ_MAX = 1_000;

type Problem = NonNullable<SightingDocument['problem']>;
type News = Pick<SightingDocument, 'lastSeenAt'> & Partial<Pick<SightingDocument, 'workedAt' | 'problem'>>;

/** What is wrong with the page's word for who somebody is: the chat is there all the same. */
const LETS_IN: ReadonlySet<SightedProblem> = new Set(['token_invalid', 'token_expired']);

/** Somebody's browser has asked for a site's chat. */
export interface Seen {
  siteId: string;
  /** The `Origin` of the request; null where there was none, as on our own pages. */
  origin: string | null;
  /** The page's address, where it is known. */
  page: string | null;
  /** Where the request comes from. */
  address: string;
}

/** On which pages the snippets of sites are seen, and with which outcome. */
export class Sightings {
  readonly #core: Core;
  readonly #collection: ReturnType<typeof sightingCollection>;
  readonly #noted = new LRUCache<string, { outcome: string; at: number }>({ max: NOTED });
  readonly #byAddress: KeyedAllowance;
  readonly #bySite: KeyedAllowance;
  readonly #unknown: KeyedAllowance;

  constructor(core: Core) {
    this.#core = core;
    this.#collection = sightingCollection(core.db);
    this.#byAddress = new KeyedAllowance(NEW_BY_ADDRESS, core.clock);
    this.#bySite = new KeyedAllowance(NEW_BY_SITE, core.clock);
    this.#unknown = new KeyedAllowance(UNKNOWN_BY_SITE, core.clock);
  }

  /**
   * Notes a page, in the background and only where that says something new. Never throws: it is no part of the chat.
   * @param refused why the chat did not work there; null where it did
   */
  note(seen: Seen, refused: Refused | null): void {
    const { origin, page } = seen;
    if (origin === null || this.#core.config.ownOrigins.includes(origin)) return;
    const problem = problemOf(refused);
    if (refused !== null && problem === null) return;
    const place = placeOf(origin, page);
    if (place === null) return;
    const key = `${seen.siteId} ${place.origin} ${place.path}`;
    const now = this.#core.clock.now();
    const outcome = problem?.code ?? 'works';
    const before = this.#noted.get(key);
    const every = before?.outcome === outcome ? SAME_EVERY_MS : NEWS_EVERY_MS;
    // The time of day may be set back: then it is noted once more.
    if (before !== undefined && Math.abs(now - before.at) < every) return;
    this.#noted.set(key, { outcome, at: now });
    const isUnknown = place.path !== null && !before?.outcome;
    const at = new Date(now);
    const news = {
      lastSeenAt: at,
      ...((problem === null || LETS_IN.has(problem.code)) && { workedAt: at }),
      ...(problem && { problem: { ...problem, at } }),
    };
    this.#write(seen, place, news, isUnknown).catch((error: unknown) => {
      // Not noted after all: the next one may soon try again.
      this.#noted.set(key, { outcome: '', at: now });
      if (error instanceof Refused) return;
      this.#core.log.warn({ err: error }, 'It could not be noted where a snippet was seen.');
    });
  }

  /** The pages of a site, the one that was seen last first. */
  async of(siteId: string): Promise<Sighting[]> {
    const found = await this.#collection.find({ siteId }).sort({ lastSeenAt: -1 }).limit(READ_MAX).toArray();
    return found.map(presentSighting);
  }

  async #write({ siteId, address }: Seen, place: Place, news: News, isUnknown: boolean): Promise<void> {
    if (isUnknown) this.#unknown.take(siteId);
    const _id = idOf(siteId, place);
    const { matchedCount } = await this.#collection.updateOne({ _id }, { $set: news });
    if (matchedCount > 0) return;
    // Behind a proxy on this machine that nobody has named, everybody comes from here.
    if (!isLoopback(address)) this.#byAddress.take(limitKeyOf(address));
    this.#bySite.take(siteId);
    const first: Omit<SightingDocument, '_id'> = {
      ...{ siteId, ...place, firstSeenAt: news.lastSeenAt, workedAt: null, problem: null },
      ...news,
    };
    const blank = Object.fromEntries(Object.entries(first).filter(([name]) => !(name in news)));
    await onceMore(() =>
      this.#collection.updateOne({ _id }, { $set: news, $setOnInsert: blank }, { upsert: true }),
    );
    const all = await this.#collection.find({ siteId }).limit(READ_MAX).toArray();
    const surplus = surplusOf(all).map((page) => page._id);
    if (surplus.length > 0) await this.#collection.deleteMany({ _id: { $in: surplus } });
  }
}

function problemOf(refused: Refused | null): Pick<Problem, 'code' | 'message'> | null {
  const code = SIGHTED_PROBLEMS.find((each) => each === refused?.code);
  return refused && code ? { code, message: refused.message } : null;
}

function idOf(siteId: string, { origin, path }: Place): string {
  return createHash('sha256')
    .update(JSON.stringify([siteId, origin, path]))
    .digest('base64url');
}
