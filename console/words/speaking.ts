/** Which language the console speaks: the one that the agent has chosen, otherwise the browser's. */
import { type ChosenLanguage, chooseLanguage, LANGUAGES, type Language } from '../../shared/languages.ts';
import { createLocalStore } from '../../widget/core/local-store.ts';
import type { Words } from './en.ts';
import { speak, spoken } from './words.ts';

/** Each is a file of its own: whoever reads German is sent no French. */
const LOAD: Readonly<Record<Language, () => Promise<{ words: Words }>>> = {
  en: () => import('./en.ts'),
  'pt-BR': () => import('./pt-BR.ts'),
  ro: () => import('./ro.ts'),
  es: () => import('./es.ts'),
  fr: () => import('./fr.ts'),
  de: () => import('./de.ts'),
};

/** Words that did not come are asked for again after this, in milliseconds. */
const AGAIN_MS = 2_000;

const store = createLocalStore('console');
let turn = 0;

/** Speaks as this browser did last: whoever comes in has not said yet who they are. Tried until it works. */
export async function beginSpeaking(): Promise<void> {
  while (spoken.peek() === null) {
    const kept = LANGUAGES.find((language) => language === store.get('language'));
    if (await speakAs(kept ?? null)) return;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

/**
 * Puts the whole page into a language; what is on the screen stays as it is until the words are there.
 *
 * @param chosen null for the browser's
 * @returns whether it is spoken now
 */
export async function speakAs(chosen: Language | null): Promise<boolean> {
  const own = ++turn;
  const wanted = tagFor(chosen);
  const before = spoken.peek();
  if (before?.language !== wanted.language || before.tag !== wanted.tag) {
    const loaded = await LOAD[wanted.language]().catch(() => null);
    // Whatever was chosen last counts.
    if (loaded === null || own !== turn) return false;
    speak(loaded.words, wanted);
    document.documentElement.lang = wanted.tag;
    document.documentElement.dir = loaded.words.direction;
  }
  store.set('language', chosen);
  return true;
}

/** A language is written as where the reader is: an Austrian's German has Austrian months. */
function tagFor(chosen: Language | null): ChosenLanguage {
  if (chosen === null) return chooseLanguage(navigator.languages);
  const regional = navigator.languages.filter((tag) => tag.split('-')[0] === chosen.split('-')[0]);
  return chooseLanguage([...regional, chosen]);
}
