import type { Language } from '../languages.ts';
import type { EmojiCatalog } from './emoji.ts';

/** Each language is fetched alone, when somebody opens a panel in it. */
const CATALOGS: Readonly<Record<Language, () => Promise<{ catalog: EmojiCatalog }>>> = {
  en: () => import('./en.ts'),
  'pt-BR': () => import('./pt-BR.ts'),
  ro: () => import('./ro.ts'),
  es: () => import('./es.ts'),
  fr: () => import('./fr.ts'),
  de: () => import('./de.ts'),
};

/** @throws (rejects) where it does not come */
export async function loadEmoji(language: Language): Promise<EmojiCatalog> {
  return (await CATALOGS[language]()).catalog;
}
