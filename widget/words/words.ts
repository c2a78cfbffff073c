/**
 * What the chat says, in the visitor's language. One person reads one language at a time, so it is known everywhere as
 * the time zone is. Whoever changes it draws everything again.
 */
import type { ErrorCode } from '../../shared/errors.ts';
import type { SiteTexts } from '../../shared/sites.ts';
import type { Words } from './en.ts';

/** Of it, what the site says in words of its own. */
export let own: SiteTexts;
export let words: Words;
/** A BCP 47 tag: how the visitor's language writes dates, numbers and lists. */
export let language: string;

/** @param texts what the site says in words of its own */
export function speak(spoken: Words, tag: string, texts: SiteTexts = {}): void {
  own = texts;
  words = { ...spoken, ...texts };
  language = tag;
}

/** What is said where the server refuses. */
export function refusalWords(code: ErrorCode): string {
  const known: Partial<Record<ErrorCode, string>> = words.refusals;
  return known[code] ?? words.refused;
}
