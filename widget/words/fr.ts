import { LAUNCHER_FR } from '../../shared/launcher-words.ts';
import type { Words } from './en.ts';

// Before a colon, a question mark and between a number and its unit stands a space that does not break.
export const words: Words = {
  direction: 'ltr',
  launcher: LAUNCHER_FR,
  chat: 'Chat',

  greeting: 'Bonjour.',
  title: 'Écrivez-nous',

  notConnected: 'Non connecté',
  away: 'Personne n’est là pour le moment',
  hereNow: 'Là en ce moment',
  weAreHere: 'Nous sommes là',
  areHere: { one: '{names} est là', other: '{names} sont là' },
  answersWithin: 'Nous répondons en général en moins de {time}',
  typing: '{name} écrit',

  message: 'Message',
  placeholder: 'Écrire un message',
  send: 'Envoyer',
  attach: 'Joindre des fichiers',
  emojis: 'Émojis',
  charactersLeft: { one: '{count} caractère restant', other: '{count} caractères restants' },
  charactersOver: { one: '{count} caractère de trop', other: '{count} caractères de trop' },

  needed: 'Ceci est nécessaire pour continuer.',

  messages: 'Messages',
  back: 'Retour',
  newMessages: { one: '{count} nouveau message', other: '{count} nouveaux messages' },
  status: {
    sending: 'Envoi en cours',
    waiting: 'En attente',
    sent: 'Envoyé',
    seen: 'Vu',
    notSent: 'Non envoyé',
  },
  deleted: 'Message supprimé',

  connectionLost: 'Connexion perdue.',
  offline: 'Vous êtes hors ligne.',
  sentLater: 'Ce que vous écrivez est conservé et sera envoyé plus tard.',
  sentWhileOpen: 'Gardez cette page ouverte\u00a0: ce que vous écrivez sera envoyé plus tard.',
};
