import type { CatchUp, OlderPage } from '../../shared/conversations.ts';
import type { Entry } from '../../shared/entries.ts';
import { CATCH_UP_MAX_ENTRIES, PAGE_ENTRIES } from '../../shared/limits.ts';
import { fromEntryDocument, type LogCollections } from './model.ts';

/** Whose numbers count: agents count all entries, visitors the public ones. */
export type Audience = 'agent' | 'visitor';

/**
 * What somebody who has everything up to `after` is missing, read from the store: the difference; or the newest page
 * where that is over 200 entries, where they have nothing, or where the log does not reach to `after`, because then
 * it is not the log that they have seen.
 * @param after the audience's own number; 0 for nothing
 * @param known an own number that the log has reached, where the caller has one at hand: it may be behind
 */
export async function readCatchUp(
  entries: LogCollections['entries'],
  conversationId: string,
  audience: Audience,
  after: number,
  known = 0,
): Promise<CatchUp<Entry>> {
  // Who is too far behind for a difference need not have one read to find that out.
  if (after > 0 && known - after <= CATCH_UP_MAX_ENTRIES) {
    // A visitor's number never exceeds the log's: the bound narrows the numbers that the index holds, too.
    const own = audience === 'agent' ? {} : { publicSeq: { $gte: after }, visibility: 'public' as const };
    const [last, ...missed] = await entries
      .find({ conversationId, seq: { $gte: after }, ...own })
      .sort({ seq: 1 })
      .limit(CATCH_UP_MAX_ENTRIES + 2)
      .toArray();
    if (last !== undefined && missed.length <= CATCH_UP_MAX_ENTRIES) {
      return { kind: 'difference', after, entries: missed.map(fromEntryDocument), hasOlder: false };
    }
  }
  const page = await readPage(entries, conversationId, audience, {});
  return { kind: 'snapshot', after, ...page };
}

/** Which page: the newest one where nothing is said. */
interface PageBounds {
  /** The audience's own number, not included. */
  before?: number;
  /** What is known of the log's number of all that is looked for. */
  atMostSeq?: number;
}

/** A page of entries, ascending. */
export async function readPage(
  entries: LogCollections['entries'],
  conversationId: string,
  audience: Audience,
  { before = Number.MAX_SAFE_INTEGER, atMostSeq = Number.MAX_SAFE_INTEGER }: PageBounds,
): Promise<OlderPage<Entry>> {
  const own =
    audience === 'agent'
      ? { seq: { $lt: before } }
      : { seq: { $lte: atMostSeq }, publicSeq: { $lt: before }, visibility: 'public' as const };
  const found = await entries
    .find({ conversationId, ...own })
    .sort({ seq: -1 })
    .limit(PAGE_ENTRIES + 1)
    .toArray();
  const page = found.slice(0, PAGE_ENTRIES).reverse();
  return { entries: page.map(fromEntryDocument), hasOlder: found.length > PAGE_ENTRIES };
}
