import { emoji } from './data/ro.ts';
import type { EmojiCatalog } from './emoji.ts';

export const catalog: EmojiCatalog = {
  words: {
    emoji: 'Emoji',
    search: 'Caută emoji',
    nothing: 'Nimic găsit',
    recent: 'Folosite recent',
    skin: 'Nuanța pielii',
    skins: ['Fără', 'Deschisă', 'Medie spre deschisă', 'Medie', 'Medie spre închisă', 'Închisă'],
    groups: [
      'Fețe și emoții',
      'Oameni și corp',
      'Animale și natură',
      'Mâncare și băutură',
      'Călătorii și locuri',
      'Activități',
      'Obiecte',
      'Simboluri',
      'Steaguri',
    ],
  },
  emoji,
};
