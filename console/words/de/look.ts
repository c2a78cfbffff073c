import type { Words } from '../en.ts';

export const look: Words['look'] = {
  shape: 'Farbe und Form',
  logo: 'Logo',
  logoHelp: 'PNG, JPEG oder WebP, bis 2 MB. Steht oben im Chat, auf Weiß.',
  color: 'Farbe',
  colors: {
    indigo: 'Indigo',
    green: 'Grün',
    red: 'Rot',
    black: 'Schwarz',
  },
  anotherColor: 'Andere Farbe',
  textIsWhite: 'Text darauf ist weiß: Kontrast {ratio} zu 1.',
  textIsBlack: 'Text darauf ist schwarz: Kontrast {ratio} zu 1.',
  theme: 'Hell oder dunkel',
  themes: { page: 'Wie die Seite', light: 'Hell', dark: 'Dunkel' },
  themeHelp: 'Wie die Seite: was sie durch {code} von sich sagt, sonst wie das Gerät des Besuchers.',

  place: 'Auf der Seite',
  launcher: 'Startknopf',
  launchers: {
    bubble: 'Sprechblase',
    question: 'Fragezeichen',
    smile: 'Lächeln',
    headset: 'Headset',
    envelope: 'Briefumschlag',
    logo: 'Logo',
    none: 'Keiner',
  },
  launcherHelp: 'Keiner: Die Seite öffnet den Chat selbst, durch {code}.',
  position: 'Position',
  positions: {
    left: 'Links',
    right: 'Rechts',
  },
  side: 'Abstand zur Seite',
  bottom: 'Abstand nach unten',
  offsetHelp: 'In Pixeln, 0 bis 200. Auf Telefonen füllt der offene Chat den Bildschirm.',

  says: 'Worte',
  saysWhy:
    'Anstelle der chateigenen, Sprache für Sprache. Was leer bleibt, sagt der Chat mit eigenen Worten.',
  greeting: 'Begrüßung in allen Sprachen',
  greetingHelp: 'In jeder Sprache, die unten keine eigene hat. Bis 80 Zeichen.',
  texts: {
    greeting: 'Begrüßung',
    title: 'Über der ersten Nachricht',
    placeholder: 'Im Nachrichtenfeld',
    away: 'Wenn niemand da ist',
  },
};
