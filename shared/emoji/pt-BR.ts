import { emoji } from './data/pt-BR.ts';
import type { EmojiCatalog } from './emoji.ts';

export const catalog: EmojiCatalog = {
  words: {
    emoji: 'Emoji',
    search: 'Buscar emoji',
    nothing: 'Nada encontrado',
    recent: 'Usados recentemente',
    skin: 'Tom de pele',
    skins: ['Nenhum', 'Claro', 'Médio-claro', 'Médio', 'Médio-escuro', 'Escuro'],
    groups: [
      'Rostos e emoções',
      'Pessoas e corpo',
      'Animais e natureza',
      'Comida e bebida',
      'Viagens e lugares',
      'Atividades',
      'Objetos',
      'Símbolos',
      'Bandeiras',
    ],
  },
  emoji,
};
