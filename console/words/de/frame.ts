import type { Words } from '../en.ts';

export const frame: Words['frame'] = {
  opening: 'Die Konsole wird geöffnet',
  cannotOpen: 'Die Konsole lässt sich nicht öffnen',
  nothingLost: 'Was Sie geschrieben haben, ist nicht verloren.',
  noAnswer: 'Der Server antwortet nicht',
  cannotGoOn: 'Auf dieser Seite geht es nicht weiter',
  reload: 'Neu laden',
  signedOut: 'Sie sind abgemeldet.',
  sessionOver: 'Ihre Sitzung ist abgelaufen. Melden Sie sich an, um dort weiterzumachen, wo Sie waren.',
  offline:
    'Keine Verbindung. Was Sie schreiben, bleibt erhalten und wird gesendet, sobald sie wieder da ist.',
  offlineUnsaved:
    'Keine Verbindung. Lassen Sie diese Seite offen: Was Sie schreiben, wird gesendet, sobald sie wieder da ist.',
  nothingHere: 'Unter dieser Adresse gibt es nichts',
  allOpen: 'Alle offenen Unterhaltungen',

  main: 'Hauptmenü',
  menu: 'Menü',
  closeMenu: 'Menü schließen',
  views: { open: 'Alle offenen', mine: 'Meine', unassigned: 'Nicht zugewiesen', resolved: 'Erledigt' },
  work: 'Arbeit',
  tickets: 'Tickets',
  settings: 'Einstellungen',
  sites: 'Websites',
  people: 'Personen',
  profile: 'Profil',
  tokens: 'Tokens',

  theme: 'Darstellung',
  themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  sound: 'Ton bei neuen Nachrichten',
  sounds: { on: 'Ein', off: 'Aus' },
  signOut: 'Abmelden',

  keys: 'Tasten',
  or: 'oder',
  keysDo: {
    next: 'Nächste Unterhaltung',
    previous: 'Vorherige Unterhaltung',
    open: 'Öffnen',
    reply: 'Antwort schreiben',
    note: 'Notiz schreiben',
    assign: 'Mir zuweisen',
    resolve: 'Erledigen oder wieder öffnen',
    search: 'Suchen',
    leave: 'Verlassen, worin Sie gerade sind',
    show: 'Tasten zeigen',
  },
};
