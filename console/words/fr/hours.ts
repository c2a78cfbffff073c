import type { Words } from '../en.ts';

export const hours: Words['hours'] = {
  said: 'Horaires d’ouverture',
  saidHelp:
    'Quand personne n’est là en dehors de ces horaires, les visiteurs lisent quand quelqu’un revient, à leur heure.',
  on: 'Dire aux visiteurs',
  off: 'Ne rien dire',
  timezone: 'Fuseau horaire',
  timezoneHelp: 'De ces horaires. Les changements d’heure sont suivis.',
  week: 'Horaires de la semaine',
  from: '{day}, de',
  to: '{day}, à',
  closed: 'Fermé',
  faults: {
    time: 'Indiquez les deux heures.',
    order: 'La fin doit être après le début.',
    noDay: 'Au moins un jour doit avoir des horaires.',
  },
};
