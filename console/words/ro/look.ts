import type { Words } from '../en.ts';

export const look: Words['look'] = {
  shape: 'Culoare și formă',
  logo: 'Siglă',
  logoHelp: 'PNG, JPEG sau WebP, până la 2 MB. Stă sus în chat, pe alb.',
  color: 'Culoare',
  colors: {
    indigo: 'Indigo',
    green: 'Verde',
    red: 'Roșu',
    black: 'Negru',
  },
  anotherColor: 'Altă culoare',
  textIsWhite: 'Textul de pe ea e alb: contrast {ratio} la 1.',
  textIsBlack: 'Textul de pe ea e negru: contrast {ratio} la 1.',
  theme: 'Luminos sau întunecat',
  themes: { page: 'Ca pagina', light: 'Luminos', dark: 'Întunecat' },
  themeHelp: 'Ca pagina: ce spune ea despre sine prin {code}, altfel ca dispozitivul vizitatorului.',

  place: 'Pe pagină',
  launcher: 'Butonul chatului',
  launchers: {
    bubble: 'Bulă',
    question: 'Semnul întrebării',
    smile: 'Zâmbet',
    headset: 'Căști',
    envelope: 'Plic',
    logo: 'Siglă',
    none: 'Niciunul',
  },
  launcherHelp: 'Niciunul: pagina deschide ea însăși chatul, prin {code}.',
  position: 'Poziție',
  positions: {
    left: 'Stânga',
    right: 'Dreapta',
  },
  side: 'Distanța față de margine',
  bottom: 'Distanța față de jos',
  offsetHelp: 'În pixeli, de la 0 la 200. Pe telefoane, chatul deschis umple ecranul.',

  says: 'Cuvinte',
  saysWhy: 'În locul celor ale chatului, limbă cu limbă. Ce rămâne gol spune cu ale lui.',
  greeting: 'Salut în toate limbile',
  greetingHelp: 'În fiecare limbă care nu are unul propriu mai jos. Până la 80 de caractere.',
  texts: {
    greeting: 'Salut',
    title: 'Deasupra primului mesaj',
    placeholder: 'În câmpul mesajului',
    away: 'Când nu e nimeni',
  },
};
