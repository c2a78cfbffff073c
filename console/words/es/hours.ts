import type { Words } from '../en.ts';

export const hours: Words['hours'] = {
  said: 'Horario de atención',
  saidHelp:
    'Cuando no hay nadie fuera de este horario, los visitantes leen cuándo vuelve alguien, en su propia hora.',
  on: 'Decirlo a los visitantes',
  off: 'No decir nada',
  timezone: 'Zona horaria',
  timezoneHelp: 'De este horario. Se siguen los cambios de hora.',
  week: 'Horario de la semana',
  from: '{day}, desde',
  to: '{day}, hasta',
  closed: 'Cerrado',
  faults: {
    time: 'Rellena las dos horas.',
    order: 'El final tiene que ser posterior al comienzo.',
    noDay: 'Al menos un día necesita horario.',
  },
};
