import { words as consoleDe } from '../../console/words/de.ts';
import { words as consoleEn } from '../../console/words/en.ts';
import { words as consoleEs } from '../../console/words/es.ts';
import { words as consoleFr } from '../../console/words/fr.ts';
import { words as consolePt } from '../../console/words/pt-BR.ts';
import { words as consoleRo } from '../../console/words/ro.ts';
import type { Language } from '../../shared/languages.ts';
import { words as de } from '../../widget/words/de.ts';
import { words as en } from '../../widget/words/en.ts';
import { words as es } from '../../widget/words/es.ts';
import { words as fr } from '../../widget/words/fr.ts';
import { words as pt } from '../../widget/words/pt-BR.ts';
import { words as ro } from '../../widget/words/ro.ts';

/** What each room says, in each language. */
export const CATALOGS = {
  widget: { en, 'pt-BR': pt, ro, es, fr, de },
  console: {
    en: consoleEn,
    'pt-BR': consolePt,
    ro: consoleRo,
    es: consoleEs,
    fr: consoleFr,
    de: consoleDe,
  },
} satisfies Record<string, Record<Language, object>>;
