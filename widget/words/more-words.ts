/**
 * What the chat says besides, once there is a conversation, a form, or something that does not work: too much to be
 * fetched before the first message. Here before a part that says it, and before another language is spoken.
 */
import type { ErrorCode } from '../../shared/errors.ts';
import { chooseLanguage, type Language } from '../../shared/languages.ts';
import type { Translation } from '../../shared/wording.ts';
import type { more as english } from './en/more.ts';
import { alsoFetch, fetchIn } from './load-words.ts';
import { language } from './words.ts';

export type MoreWords = Translation<typeof english>;

/** The addresses on the server, filled in by the build. */
declare const __MORE_WORDS__: string;

const fetched = new Map<Language, MoreWords>();

async function fetchMore(spoken: Language): Promise<void> {
  if (fetched.has(spoken)) return;
  const { more } = await fetchIn<{ more: MoreWords }>(spoken, __MORE_WORDS__);
  fetched.set(spoken, more);
}

/**
 * Gets ready to say it.
 * @throws (rejects) where the words do not come
 */
export async function learnMore(): Promise<void> {
  // From now on no language is spoken without.
  alsoFetch(fetchMore);
  let tag: string;
  do {
    tag = language;
    await fetchMore(chooseLanguage([tag]).language);
    // Another may have been spoken meanwhile, by whoever did not know yet that there is more.
  } while (tag !== language);
}

export function moreWords(): MoreWords {
  return fetched.get(chooseLanguage([language]).language) as MoreWords;
}

/** What is said where the server refuses. */
export function refusalWords(code: ErrorCode): string {
  const known: Partial<Record<ErrorCode, string>> = moreWords().refusals;
  return known[code] ?? moreWords().refused;
}
