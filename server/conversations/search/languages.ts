/** What is known of the words of a language. */
interface Language {
  stem(word: string): string;
  /** Words that are in every text and find nothing. */
  common: ReadonlySet<string>;
}

export type Languages = ReadonlyMap<string, Language>;

let loaded: Promise<Languages> | null = null;

/**
 * The languages of the product, by the first part of their tag. Read when somebody first searches or writes: a start
 * has no need of them.
 */
export function loadLanguages(): Promise<Languages> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Languages> {
  const [en, pt, ro, es, fr, de] = await Promise.all([
    pair(import('@orama/stemmers/english'), import('@orama/stopwords/english')),
    pair(import('@orama/stemmers/portuguese'), import('@orama/stopwords/portuguese')),
    pair(import('@orama/stemmers/romanian'), import('@orama/stopwords/romanian')),
    pair(import('@orama/stemmers/spanish'), import('@orama/stopwords/spanish')),
    pair(import('@orama/stemmers/french'), import('@orama/stopwords/french')),
    pair(import('@orama/stemmers/german'), import('@orama/stopwords/german')),
  ]);
  return new Map(Object.entries({ en, pt, ro, es, fr, de }));
}

async function pair(
  stemmer: Promise<{ stemmer(word: string): string }>,
  stopwords: Promise<{ stopwords: string[] }>,
): Promise<Language> {
  const [{ stemmer: stem }, { stopwords: common }] = await Promise.all([stemmer, stopwords]);
  return { stem, common: new Set(common) };
}
