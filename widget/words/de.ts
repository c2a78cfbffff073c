import { LAUNCHER_DE } from '../../shared/launcher-words.ts';
import type { Words } from './en.ts';

export const words: Words = {
  direction: 'ltr',
  launcher: LAUNCHER_DE,
  chat: 'Chat',

  greeting: 'Hallo.',
  title: 'Schreiben Sie uns',

  notConnected: 'Nicht verbunden',
  away: 'Gerade ist niemand da',
  hereNow: 'Jetzt da',
  weAreHere: 'Wir sind da',
  areHere: { one: '{names} ist da', other: '{names} sind da' },
  answersWithin: 'Wir antworten meist in weniger als {time}',
  typing: '{name} schreibt',

  message: 'Nachricht',
  placeholder: 'Nachricht schreiben',
  send: 'Senden',
  attach: 'Dateien anhängen',
  emojis: 'Emoji',
  charactersLeft: { one: 'Noch {count} Zeichen', other: 'Noch {count} Zeichen' },
  charactersOver: { one: '{count} Zeichen zu viel', other: '{count} Zeichen zu viel' },

  needed: 'Das wird benötigt, um fortzufahren.',

  messages: 'Nachrichten',
  back: 'Zurück',
  newMessages: { one: '{count} neue Nachricht', other: '{count} neue Nachrichten' },
  status: {
    sending: 'Wird gesendet',
    waiting: 'Wartet',
    sent: 'Gesendet',
    seen: 'Gesehen',
    notSent: 'Nicht gesendet',
  },
  deleted: 'Nachricht gelöscht',

  connectionLost: 'Verbindung verloren.',
  offline: 'Sie sind offline.',
  sentLater: 'Was Sie schreiben, bleibt erhalten und wird später gesendet.',
  sentWhileOpen: 'Lassen Sie diese Seite offen: Was Sie schreiben, wird später gesendet.',
};
