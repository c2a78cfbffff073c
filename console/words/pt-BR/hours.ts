import type { Words } from '../en.ts';

export const hours: Words['hours'] = {
  said: 'Horário de atendimento',
  saidHelp:
    'Quando não há ninguém fora desses horários, os visitantes leem quando alguém volta, no fuso deles.',
  on: 'Dizer aos visitantes',
  off: 'Não dizer nada',
  timezone: 'Fuso horário',
  timezoneHelp: 'Desses horários. O horário de verão é seguido.',
  week: 'Horários da semana',
  from: '{day}, das',
  to: '{day}, até',
  closed: 'Fechado',
  faults: {
    time: 'Preencha os dois horários.',
    order: 'O fim precisa ser depois do começo.',
    noDay: 'Pelo menos um dia precisa de horário.',
  },
};
