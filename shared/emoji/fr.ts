import { emoji } from './data/fr.ts';
import type { EmojiCatalog } from './emoji.ts';

export const catalog: EmojiCatalog = {
  words: {
    emoji: 'Émojis',
    search: 'Chercher un émoji',
    nothing: 'Aucun résultat',
    recent: 'Utilisés récemment',
    skin: 'Couleur de peau',
    skins: ['Aucune', 'Claire', 'Moyennement claire', 'Moyenne', 'Moyennement foncée', 'Foncée'],
    groups: [
      'Visages et émotions',
      'Personnes et corps',
      'Animaux et nature',
      'Nourriture et boissons',
      'Voyages et lieux',
      'Activités',
      'Objets',
      'Symboles',
      'Drapeaux',
    ],
  },
  emoji,
};
