import { words as consoleDe } from '../../console/words/de.ts';
import { words as consoleEn } from '../../console/words/en.ts';
import { words as consoleEs } from '../../console/words/es.ts';
import { words as consoleFr } from '../../console/words/fr.ts';
import { words as consolePt } from '../../console/words/pt-BR.ts';
import { words as consoleRo } from '../../console/words/ro.ts';
import type { Language } from '../../shared/languages.ts';
import { ending as deEnding } from '../../widget/words/de/ending.ts';
import { words as de } from '../../widget/words/de.ts';
import { ending as enEnding } from '../../widget/words/en/ending.ts';
import { words as en } from '../../widget/words/en.ts';
import { ending as esEnding } from '../../widget/words/es/ending.ts';
import { words as es } from '../../widget/words/es.ts';
import { ending as frEnding } from '../../widget/words/fr/ending.ts';
import { words as fr } from '../../widget/words/fr.ts';
import { ending as ptEnding } from '../../widget/words/pt-BR/ending.ts';
import { words as pt } from '../../widget/words/pt-BR.ts';
import { ending as roEnding } from '../../widget/words/ro/ending.ts';
import { words as ro } from '../../widget/words/ro.ts';

/** What each room says, in each language. */
export const CATALOGS = {
  widget: {
    en: { ...en, ending: enEnding },
    'pt-BR': { ...pt, ending: ptEnding },
    ro: { ...ro, ending: roEnding },
    es: { ...es, ending: esEnding },
    fr: { ...fr, ending: frEnding },
    de: { ...de, ending: deEnding },
  },
  console: {
    en: consoleEn,
    'pt-BR': consolePt,
    ro: consoleRo,
    es: consoleEs,
    fr: consoleFr,
    de: consoleDe,
  },
} satisfies Record<string, Record<Language, object>>;
