/** What the chat says, and the words of this room with it: fetched in the visitor's language before it is shown. */
import { chooseLanguage, type Language } from '../../shared/languages.ts';
import type { Translation } from '../../shared/wording.ts';
import type { ending as english } from '../words/en/ending.ts';
import type { Words } from '../words/en.ts';
import type { MoreWords } from '../words/more-words.ts';
import { words as chat, language } from '../words/words.ts';

export type EndingWords = Translation<typeof english>;

const CATALOGS: Record<Language, () => Promise<{ ending: EndingWords }>> = {
  en: () => import('../words/en/ending.ts'),
  'pt-BR': () => import('../words/pt-BR/ending.ts'),
  ro: () => import('../words/ro/ending.ts'),
  es: () => import('../words/es/ending.ts'),
  fr: () => import('../words/fr/ending.ts'),
  de: () => import('../words/de/ending.ts'),
};

export let words: Words & MoreWords & { ending: EndingWords };
export let refusalWords: typeof import('../later.ts').refusalWords;

/** @throws (rejects) where the words do not come */
export async function speakEnding(): Promise<void> {
  const [{ ending }, later] = await Promise.all([
    CATALOGS[chooseLanguage([language]).language](),
    import('../later.ts'),
  ]);
  await later.learnMore();
  refusalWords = later.refusalWords;
  words = { ...chat, ...later.moreWords(), ending };
}
