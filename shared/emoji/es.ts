import { emoji } from './data/es.ts';
import type { EmojiCatalog } from './emoji.ts';

export const catalog: EmojiCatalog = {
  words: {
    emoji: 'Emoji',
    search: 'Buscar emoji',
    nothing: 'No hay resultados',
    recent: 'Usados hace poco',
    skin: 'Tono de piel',
    skins: ['Ninguno', 'Claro', 'Claro medio', 'Medio', 'Oscuro medio', 'Oscuro'],
    groups: [
      'Caras y emociones',
      'Personas y cuerpo',
      'Animales y naturaleza',
      'Comida y bebida',
      'Viajes y lugares',
      'Actividades',
      'Objetos',
      'Símbolos',
      'Banderas',
    ],
  },
  emoji,
};
