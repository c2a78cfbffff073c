import { z } from 'zod';
import { LIST_DEFAULT_ITEMS, LIST_MAX_ITEMS, SEARCH_MAX_CHARACTERS } from './limits.ts';
import { wellFormed } from './well-formed.ts';

/** Where the next page begins: opaque, taken from `nextCursor` of the page before. */
export const Cursor = z.string().min(1).max(200);
export const ListLimit = z.coerce.number().int().min(1).max(LIST_MAX_ITEMS).default(LIST_DEFAULT_ITEMS);

/** What somebody looks for. A last word that nothing follows may be unfinished. */
export const SearchText = z
  .string()
  .max(SEARCH_MAX_CHARACTERS)
  .overwrite(wellFormed)
  .refine((text) => text.trim() !== '', 'Type what you look for.');

/** A page of a list; `nextCursor` is null on the last one. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
