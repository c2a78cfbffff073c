import { emoji } from './data/en.ts';
import type { EmojiCatalog } from './emoji.ts';

export const catalog: EmojiCatalog = {
  words: {
    emoji: 'Emoji',
    search: 'Search emoji',
    nothing: 'Nothing found',
    recent: 'Recently used',
    skin: 'Skin tone',
    skins: ['None', 'Light', 'Medium-light', 'Medium', 'Medium-dark', 'Dark'],
    groups: [
      'Smileys and emotion',
      'People and body',
      'Animals and nature',
      'Food and drink',
      'Travel and places',
      'Activities',
      'Objects',
      'Symbols',
      'Flags',
    ],
  },
  emoji,
};
