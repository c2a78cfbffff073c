/**
 * When somebody is back, in every language: too little for a file of each, and read where nobody is there alone.
 * `today`: later on the visitor's own day.
 */
import type { Language } from '../../shared/languages.ts';

export const WHEN_BACK: Record<Language, { today: string; later: string }> = {
  en: { today: 'Back at {time}', later: 'Back on {day} at {time}' },
  'pt-BR': { today: 'Voltamos às {time}', later: 'Voltamos {day} às {time}' },
  ro: { today: 'Revenim la {time}', later: 'Revenim {day} la {time}' },
  es: { today: 'Volvemos a las {time}', later: 'Volvemos el {day} a las {time}' },
  fr: { today: 'De retour à {time}', later: 'De retour {day} à {time}' },
  de: { today: 'Wieder da um {time}', later: 'Wieder da am {day} um {time}' },
};
