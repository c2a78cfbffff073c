import { LAUNCHER_RO } from '../../shared/launcher-words.ts';
import type { Words } from './en.ts';

export const words: Words = {
  direction: 'ltr',
  launcher: LAUNCHER_RO,
  chat: 'Chat',

  greeting: 'Bună ziua.',
  title: 'Scrie-ne',

  notConnected: 'Fără conexiune',
  away: 'Acum nu e nimeni aici',
  hereNow: 'Aici acum',
  weAreHere: 'Suntem aici',
  areHere: { one: '{names} e aici', few: '{names} sunt aici', other: '{names} sunt aici' },
  answersWithin: 'De obicei răspundem în mai puțin de {time}',
  typing: '{name} scrie',

  message: 'Mesaj',
  placeholder: 'Scrie un mesaj',
  send: 'Trimite',
  attach: 'Atașează fișiere',
  emojis: 'Emoji',
  charactersLeft: {
    one: 'A mai rămas {count} caracter',
    few: 'Au mai rămas {count} caractere',
    other: 'Au mai rămas {count} de caractere',
  },
  charactersOver: {
    one: '{count} caracter în plus',
    few: '{count} caractere în plus',
    other: '{count} de caractere în plus',
  },

  needed: 'E nevoie de asta pentru a continua.',

  messages: 'Mesaje',
  back: 'Înapoi',
  newMessages: { one: '{count} mesaj nou', few: '{count} mesaje noi', other: '{count} de mesaje noi' },
  status: {
    sending: 'Se trimite',
    waiting: 'În așteptare',
    sent: 'Trimis',
    seen: 'Văzut',
    notSent: 'Netrimis',
  },
  deleted: 'Mesaj șters',

  connectionLost: 'Conexiunea s-a pierdut.',
  offline: 'Nu ești conectat la internet.',
  sentLater: 'Ce scrii se păstrează și se trimite mai târziu.',
  sentWhileOpen: 'Ține pagina deschisă: ce scrii se trimite mai târziu.',
};
