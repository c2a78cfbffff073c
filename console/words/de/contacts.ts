import type { Words } from '../en.ts';

export const contacts: Words['contacts'] = {
  contact: 'Kontakt',
  loading: 'Einzelheiten werden geladen',
  noEmail: 'Noch keine E-Mail-Adresse',
  online: 'Jetzt auf der Website',
  notOnline: 'Nicht auf der Website',
  ticket: 'Ticket',
  now: 'Jetzt',
  lastSeen: 'Zuletzt gesehen',
  fromPage: 'Von der Seite',
  before: 'Früher',
  noMessages: 'Keine Nachrichten',
  page: 'Seite',
  cameFrom: 'Kam von',
  localTime: 'Ortszeit',
  browser: 'Browser',
  userId: 'Nutzer-ID',
  notVerified: '{id} (nicht geprüft)',
  signedIn: '{id} (angemeldet)',
  site: 'Website',
  firstSeen: 'Zuerst gesehen',
};
