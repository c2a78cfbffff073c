/** The languages that Parley speaks, and which of them a person gets. */

export const LANGUAGES = ['en', 'pt-BR', 'ro', 'es', 'fr', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface ChosenLanguage {
  /** Whose words are shown. */
  language: Language;
  /** A BCP 47 tag of that language as it was asked for, such as `de-AT`: how dates and numbers are written. */
  tag: string;
}

/**
 * The first of the wanted languages that is spoken here, or the nearest to it: `pt-PT` gets `pt-BR`. English where
 * none is.
 *
 * @param wanted what people, pages and browsers call languages, the most wanted first; what is no tag is skipped
 */
export function chooseLanguage(wanted: readonly (string | undefined)[]): ChosenLanguage {
  for (const each of wanted) {
    const tag = knownLanguage(each);
    const language = LANGUAGES.find((own) => own === tag) ?? LANGUAGES.find((own) => base(own) === base(tag));
    if (tag && language) return { language, tag };
  }
  return { language: 'en', tag: 'en' };
}

/** A language as its own speakers call it. */
export function ownName(language: Language): string {
  return new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
}

/** The tag as BCP 47 writes it if it is one; null where it is not. */
export function knownLanguage(tag: unknown): string | null {
  try {
    // Some pages write it as their operating system does.
    return Intl.getCanonicalLocales(String(tag).replace('_', '-'))[0] ?? null;
  } catch {
    return null;
  }
}

function base(tag: string | null): string | undefined {
  return tag?.split('-')[0];
}
