/** Names and other texts of one line that stand for something. */
import { z } from 'zod';
import { isSeen, oneLine } from './one-line.ts';

/** One line that may be empty. */
export const Line = z.string().overwrite(oneLine);

/**
 * One line with something to see in it.
 * @param missing what to do about one without, as people are told it
 */
export function label(maxCharacters: number, missing: string) {
  return Line.min(1, { error: missing, abort: true }).max(maxCharacters).refine(isSeen, missing);
}
