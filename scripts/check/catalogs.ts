import { words as consoleDe } from '../../console/words/de.ts';
import { words as consoleEn } from '../../console/words/en.ts';
import { words as consoleEs } from '../../console/words/es.ts';
import { words as consoleFr } from '../../console/words/fr.ts';
import { words as consolePt } from '../../console/words/pt-BR.ts';
import { words as consoleRo } from '../../console/words/ro.ts';
import type { Language } from '../../shared/languages.ts';
import { ending as deEnding } from '../../widget/words/de/ending.ts';
import { more as deMore } from '../../widget/words/de/more.ts';
import { words as de } from '../../widget/words/de.ts';
import { ending as enEnding } from '../../widget/words/en/ending.ts';
import { more as enMore } from '../../widget/words/en/more.ts';
import { words as en } from '../../widget/words/en.ts';
import { ending as esEnding } from '../../widget/words/es/ending.ts';
import { more as esMore } from '../../widget/words/es/more.ts';
import { words as es } from '../../widget/words/es.ts';
import { ending as frEnding } from '../../widget/words/fr/ending.ts';
import { more as frMore } from '../../widget/words/fr/more.ts';
import { words as fr } from '../../widget/words/fr.ts';
import { ending as ptEnding } from '../../widget/words/pt-BR/ending.ts';
import { more as ptMore } from '../../widget/words/pt-BR/more.ts';
import { words as pt } from '../../widget/words/pt-BR.ts';
import { ending as roEnding } from '../../widget/words/ro/ending.ts';
import { more as roMore } from '../../widget/words/ro/more.ts';
import { words as ro } from '../../widget/words/ro.ts';

/** What each room says, in each language. */
export const CATALOGS = {
  widget: {
    en: { ...en, ...enMore, ending: enEnding },
    'pt-BR': { ...pt, ...ptMore, ending: ptEnding },
    ro: { ...ro, ...roMore, ending: roEnding },
    es: { ...es, ...esMore, ending: esEnding },
    fr: { ...fr, ...frMore, ending: frEnding },
    de: { ...de, ...deMore, ending: deEnding },
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
