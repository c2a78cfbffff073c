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
 * @param origin the server's
 * @throws (rejects) where they do not come
 */
export async function loadWords(origin: string, language: Language): Promise<Words> {
  const address = origin + __WORDS__.split(' ').find((each) => each.includes(`-${language}-`));
  // Some browsers never again ask for what has failed under the same name.
  const loaded: { words: Words } = await import(address).catch(() => import(`${address}?${Math.random()}`));
  await fetchMore(language);
  return loaded.words;
}
