import { emoji } from './data/de.ts';
import type { EmojiCatalog } from './emoji.ts';

export const catalog: EmojiCatalog = {
  words: {
    emoji: 'Emoji',
    search: 'Emoji suchen',
    nothing: 'Nichts gefunden',
    recent: 'Zuletzt verwendet',
    skin: 'Hautton',
    skins: ['Keiner', 'Hell', 'Mittelhell', 'Mittel', 'Mitteldunkel', 'Dunkel'],
    groups: [
      'Gesichter und Gefühle',
      'Menschen und Körper',
      'Tiere und Natur',
      'Essen und Trinken',
      'Reisen und Orte',
      'Aktivitäten',
      'Gegenstände',
      'Symbole',
      'Flaggen',
    ],
  },
  emoji,
};
