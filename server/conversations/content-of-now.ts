import { applyChanges, isChange } from '../../shared/apply-change.ts';
import type { Entry, PublicEntry } from '../../shared/entries.ts';

/**
 * Entries as they may leave the server: without any text that has been changed or removed since. Numbers are those
 * of whom the entries are for.
 * @param page consecutive entries
 * @param later what has changed those in `page` after the last of them, in order
 */
export function contentOfNow<E extends Entry | PublicEntry>(
  page: readonly E[],
  later: readonly E[] = [],
): E[] {
  // On the way of every message: most are alone, and change nothing.
  if (later.length === 0 && !page.some(isChange)) return [...page];
  return applyChanges(page, [...page, ...later].filter(isChange));
}
