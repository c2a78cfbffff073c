import type { Words } from '../en.ts';

export const tickets: Words['tickets'] = {
  statuses: { open: 'Offen', pending: 'Wartend', solved: 'Gelöst', closed: 'Geschlossen' },
  priorities: { low: 'Niedrig', normal: 'Normal', high: 'Hoch', urgent: 'Dringend' },

  new: 'Neues Ticket',
  newSays: 'Die Unterhaltung bekommt eine Nummer und wird verfolgt, bis sie gelöst ist.',
  subject: 'Betreff',
  subjectNeeded: 'Ein Ticket braucht einen Betreff.',
  priority: 'Priorität',
  category: 'Kategorie',

  title: 'Ticket Nr. {number}',
  made: 'angelegt: {day}',
  status: 'Status',
  closedForGood: 'Endgültig geschlossen.',
  loadingOne: 'Das Ticket wird geladen',
  noSuch: 'Es gibt kein Ticket mit dieser Nummer',
  notYours: 'Vielleicht gehört es zu einer Website, für die Sie nicht antworten.',
  openFailed: 'Das Ticket konnte nicht geöffnet werden',

  all: 'Tickets',
  notClosed: { one: '{count} nicht geschlossen', other: '{count} nicht geschlossen' },
  filters: { not_closed: 'Nicht geschlossen', any: 'Alle' },
  searchHint: 'Nummer, Betreff oder Wörter',
  loading: 'Tickets werden geladen',
  failed: 'Die Tickets konnten nicht geladen werden',
  nothingFound: 'Nichts gefunden',
  nothingFoundSays:
    'Alle Wörter müssen in einem Ticket vorkommen. Versuchen Sie weniger oder oben einen anderen Status.',
  nothing: 'Hier sind keine Tickets',
  nothingSays:
    'Ein Ticket verfolgt, was sich nicht gleich beantworten lässt. Legen Sie eins in einer Unterhaltung mit „Ticket anlegen“ an.',
  number: 'Nr.',
  owner: 'Zuständig',
  updated: 'Geändert',
};
