import type { Words } from '../en.ts';

export const look: Words['look'] = {
  shape: 'Couleur et forme',
  logo: 'Logo',
  logoHelp: 'PNG, JPEG ou WebP, 2\u202fMo au plus. En haut du chat, sur fond blanc.',
  color: 'Couleur',
  colors: {
    indigo: 'Indigo',
    green: 'Vert',
    red: 'Rouge',
    black: 'Noir',
  },
  anotherColor: 'Une autre couleur',
  textIsWhite: 'Le texte dessus est blanc\u00a0: contraste de {ratio} pour 1.',
  textIsBlack: 'Le texte dessus est noir\u00a0: contraste de {ratio} pour 1.',
  theme: 'Clair ou sombre',
  themes: { page: 'Comme la page', light: 'Clair', dark: 'Sombre' },
  themeHelp:
    'Comme la page\u00a0: ce qu’elle dit d’elle-même par {code}, sinon comme l’appareil du visiteur.',

  place: 'Sur la page',
  launcher: 'Bouton du chat',
  launchers: {
    bubble: 'Bulle',
    question: 'Point d’interrogation',
    smile: 'Sourire',
    headset: 'Casque',
    envelope: 'Enveloppe',
    logo: 'Logo',
    none: 'Aucun',
  },
  launcherHelp: 'Aucun\u00a0: la page ouvre le chat elle-même, par {code}.',
  position: 'Position',
  positions: {
    left: 'Gauche',
    right: 'Droite',
  },
  side: 'Distance au bord',
  bottom: 'Distance au bas',
  offsetHelp: 'En pixels, de 0 à 200. Sur téléphone, le chat ouvert remplit l’écran.',

  says: 'Mots',
  saysWhy: 'À la place de ceux du chat, langue par langue. Ce qui reste vide est dit avec les siens.',
  greeting: 'Message d’accueil dans toutes les langues',
  greetingHelp: 'Dans chaque langue qui n’en a pas ci-dessous. Jusqu’à 80 caractères.',
  texts: {
    greeting: 'Message d’accueil',
    title: 'Au-dessus du premier message',
    placeholder: 'Dans le champ du message',
    away: 'Quand personne n’est là',
  },
};
