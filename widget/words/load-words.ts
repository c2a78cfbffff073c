import type { Language } from '../../shared/languages.ts';
import type { Words } from './en.ts';

/** The addresses on the server, filled in by the build: one text, because an object would become a chunk of its own. */
declare const __WORDS__: string;

let fetchMore: (language: Language) => Promise<void> | undefined = () => undefined;

/** Whoever says more than that, from now on: nothing is spoken before their words are there too. */
export function alsoFetch(fetch: (language: Language) => Promise<void>): void {
  fetchMore = fetch;
}

/**
 * Fetches the words of one language.
 *
 * @throws (rejects) where they do not come
 */
export async function loadWords(language: Language): Promise<Words> {
  const { words } = await fetchIn<{ words: Words }>(language, __WORDS__);
  await fetchMore(language);
  return words;
}

/**
 * Fetches what is kept for each language.
 *
 * @param addresses on the server where this code comes from, filled in by the build
 * @throws (rejects) where it does not come
 */
export function fetchIn<Kept>(language: Language, addresses: string): Promise<Kept> {
  const address = String(addresses.split(' ').find((each) => each.includes(`-${language}-`)));
  // Some browsers never again ask for what has failed under the same name.
  return import(address).catch(() => import(`${address}?${Math.random()}`));
}
