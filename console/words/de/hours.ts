import type { Words } from '../en.ts';

export const hours: Words['hours'] = {
  said: 'Geschäftszeiten',
  saidHelp:
    'Ist außerhalb davon niemand da, lesen Besucher, wann wieder jemand da ist, in ihrer eigenen Zeit.',
  on: 'Besuchern sagen',
  off: 'Nichts sagen',
  timezone: 'Zeitzone',
  timezoneHelp: 'Dieser Zeiten. Sommer- und Winterzeit werden beachtet.',
  week: 'Zeiten einer Woche',
  from: '{day}, von',
  to: '{day}, bis',
  closed: 'Geschlossen',
  faults: {
    time: 'Füllen Sie beide Zeiten aus.',
    order: 'Das Ende muss nach dem Anfang liegen.',
    noDay: 'Mindestens ein Tag braucht Zeiten.',
  },
};
