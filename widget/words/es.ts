import { LAUNCHER_ES } from '../../shared/launcher-words.ts';
import type { Words } from './en.ts';

export const words: Words = {
  direction: 'ltr',
  launcher: LAUNCHER_ES,
  chat: 'Chat',

  greeting: 'Hola.',
  title: 'Escríbenos',

  notConnected: 'Sin conexión',
  away: 'Ahora mismo no hay nadie',
  hereNow: 'Aquí ahora',
  weAreHere: 'Estamos aquí',
  areHere: { one: '{names} está aquí', other: '{names} están aquí' },
  answersWithin: 'Solemos responder en menos de {time}',
  typing: '{name} está escribiendo',

  message: 'Mensaje',
  placeholder: 'Escribe un mensaje',
  send: 'Enviar',
  attach: 'Adjuntar archivos',
  emojis: 'Emoji',
  charactersLeft: { one: 'Queda {count} carácter', other: 'Quedan {count} caracteres' },
  charactersOver: { one: 'Sobra {count} carácter', other: 'Sobran {count} caracteres' },

  needed: 'Esto es necesario para continuar.',

  messages: 'Mensajes',
  back: 'Volver',
  newMessages: { one: '{count} mensaje nuevo', other: '{count} mensajes nuevos' },
  status: {
    sending: 'Enviando',
    waiting: 'En espera',
    sent: 'Enviado',
    seen: 'Visto',
    notSent: 'No enviado',
  },
  deleted: 'Mensaje eliminado',

  connectionLost: 'Se perdió la conexión.',
  offline: 'No tienes conexión.',
  sentLater: 'Lo que escribas se guarda y se envía después.',
  sentWhileOpen: 'Mantén abierta esta página: lo que escribas se enviará después.',
};
