import type { CatchUp, OlderPage } from '../../shared/conversations.ts';
import type { Entry } from '../../shared/entries.ts';
import { CATCH_UP_MAX_ENTRIES, PAGE_ENTRIES } from '../../shared/limits.ts';
import { fromEntryDocument, type LogCollections } from './model.ts';

/** Whose numbers count: agents count all entries, visitors the public ones. */
export type Audience = 'agent' | 'visitor';

/**
 * What somebody who has everything up to `after` is missing, read from the store: the difference, or when that is
 * over 200 entries (or they have nothing) the newest page.
 * @param after the audience's own number; 0 for nothing
 */
export async function readCatchUp(
  entries: LogCollections['entries'],
  conversationId: string,
  audience: Audience,
  after: number,
): Promise<CatchUp<Entry>> {
  if (after > 0) {
    const missed = await entries
      .find({ conversationId, ...numbered(audience, { $gt: after }) })
      .sort({ seq: 1 })
      .limit(CATCH_UP_MAX_ENTRIES + 1)
      .toArray();
    if (missed.length <= CATCH_UP_MAX_ENTRIES) {
      return { kind: 'difference', entries: missed.map(fromEntryDocument), hasOlder: false };
    }
  }
  return {
    kind: 'snapshot',
    ...(await readPage(entries, conversationId, audience, Number.MAX_SAFE_INTEGER)),
  };
}

/**
 * The page of entries before a number, ascending.
 * @param before the audience's own number, not included
 */
export async function readPage(
  entries: LogCollections['entries'],
  conversationId: string,
  audience: Audience,
  before: number,
): Promise<OlderPage<Entry>> {
  const found = await entries
    .find({ conversationId, ...numbered(audience, { $lt: before }) })
    .sort({ seq: -1 })
    .limit(PAGE_ENTRIES + 1)
    .toArray();
  const page = found.slice(0, PAGE_ENTRIES).reverse();
  return { entries: page.map(fromEntryDocument), hasOlder: found.length > PAGE_ENTRIES };
}

/** The visitor's number never exceeds the log's: a bound on `publicSeq` narrows `seq` too, where the index is. */
function numbered(audience: Audience, bound: { $gt: number } | { $lt: number }): object {
  if (audience === 'agent') return { seq: bound };
  const narrowed = '$gt' in bound ? { seq: bound } : {};
  return { ...narrowed, publicSeq: bound, visibility: 'public' };
}
