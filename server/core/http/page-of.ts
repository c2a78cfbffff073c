import { z } from 'zod';
import { LIST_MAX_ITEMS } from '../../../shared/limits.ts';
import { Cursor, type Page } from '../../../shared/paging.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';

/** How a list that is small by nature is asked for: all of it, unless a limit says otherwise. */
export const SmallList = z.strictObject({
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(LIST_MAX_ITEMS).optional(),
});

/**
 * A page of a list that is in memory as a whole.
 * @throws Refused `invalid_input` for a cursor that is not ours
 */
export function pageOf<T extends { id: string }>(
  items: readonly T[],
  query: z.output<typeof SmallList>,
): Page<T> {
  const sorted = [...items].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (query.limit === undefined && query.cursor === undefined) return { items: [...items], nextCursor: null };
  const after = query.cursor === undefined ? '' : String(decodeCursor<{ after: string }>(query.cursor).after);
  const left = sorted.filter((item) => item.id > after);
  const page = left.slice(0, query.limit ?? left.length);
  const last = page.at(-1);
  return {
    items: page,
    nextCursor: last !== undefined && page.length < left.length ? encodeCursor({ after: last.id }) : null,
  };
}
