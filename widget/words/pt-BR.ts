import { LAUNCHER_PT_BR } from '../../shared/launcher-words.ts';
import type { Words } from './en.ts';

export const words: Words = {
  direction: 'ltr',
  launcher: LAUNCHER_PT_BR,
  chat: 'Chat',

  greeting: 'Olá.',
  title: 'Escreva para nós',

  notConnected: 'Sem conexão',
  away: 'Não há ninguém aqui agora',
  hereNow: 'Disponível agora',
  weAreHere: 'Estamos aqui',
  areHere: { one: '{names} está aqui', other: '{names} estão aqui' },
  answersWithin: 'Costumamos responder em menos de {time}',
  typing: '{name} está digitando',

  message: 'Mensagem',
  placeholder: 'Escreva uma mensagem',
  send: 'Enviar',
  attach: 'Anexar arquivos',
  emojis: 'Emoji',
  charactersLeft: { one: 'Resta {count} caractere', other: 'Restam {count} caracteres' },
  charactersOver: { one: '{count} caractere a mais', other: '{count} caracteres a mais' },

  needed: 'Isto é necessário para continuar.',

  messages: 'Mensagens',
  back: 'Voltar',
  newMessages: { one: '{count} mensagem nova', other: '{count} mensagens novas' },
  status: {
    sending: 'Enviando',
    waiting: 'Aguardando',
    sent: 'Enviada',
    seen: 'Vista',
    notSent: 'Não enviada',
  },
  deleted: 'Mensagem apagada',

  connectionLost: 'Conexão perdida.',
  offline: 'Você está sem internet.',
  sentLater: 'O que você escrever fica guardado e será enviado depois.',
  sentWhileOpen: 'Mantenha esta página aberta: o que você escrever será enviado depois.',
};
