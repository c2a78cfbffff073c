import { LAUNCHER_EN } from '../../shared/launcher-words.ts';
import type { Translation } from '../../shared/wording.ts';

/** What the chat says before anything is sent. English is the measure: the other languages say all of this and nothing else. */
export const words = {
  direction: 'ltr',
  launcher: LAUNCHER_EN,
  chat: 'Chat',

  // The start.
  greeting: 'Hello.',
  title: 'Write to us',

  // Who is there.
  notConnected: 'Not connected',
  away: 'Nobody is here right now',
  hereNow: 'Here now',
  weAreHere: 'We are here',
  areHere: { one: '{names} is here', other: '{names} are here' },
  answersWithin: 'We usually answer within {time}',
  typing: '{name} is typing',

  // Writing.
  message: 'Message',
  placeholder: 'Write a message',
  send: 'Send',
  attach: 'Attach files',
  emojis: 'Emoji',
  charactersLeft: { one: '{count} character left', other: '{count} characters left' },
  charactersOver: { one: '{count} character too many', other: '{count} characters too many' },

  // Who the visitor is.
  needed: 'This is needed to go on.',

  // A thread.
  messages: 'Messages',
  back: 'Back',
  newMessages: { one: '{count} new message', other: '{count} new messages' },
  status: {
    sending: 'Sending',
    waiting: 'Waiting',
    sent: 'Sent',
    seen: 'Seen',
    notSent: 'Not sent',
  },
  deleted: 'Message deleted',

  // What does not work.
  connectionLost: 'Connection lost.',
  offline: 'You are offline.',
  sentLater: 'What you write is kept and sent later.',
  sentWhileOpen: 'Keep this page open: what you write is sent later.',
} as const;

export type Words = Translation<typeof words> & { direction: 'ltr' | 'rtl' };
