import type { ErrorCode } from '../../shared/errors.ts';
import { LAUNCHER_EN } from '../../shared/launcher-words.ts';
import type { Translation } from '../../shared/wording.ts';

/** What the chat says. English is the measure: the other languages say all of this and nothing else. */
export const words = {
  direction: 'ltr',
  launcher: LAUNCHER_EN,
  chat: 'Chat',

  // The start.
  greeting: 'Hello.',
  title: 'Write to us',
  leaveMessage:
    'Nobody is here right now. Leave your message and your email: we answer here, and can write to you too.',
  yourConversations: 'Your conversations',
  ticket: 'Ticket #{number}',
  isResolved: '{title} · resolved',
  youSaid: 'You: {text}',
  photo: 'Photo',
  file: 'File: {name}',
  hide: 'Hide',
  unread: { one: '{count} unread', other: '{count} unread' },

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
  fileRefused: '{name} is empty or over {size}.',
  tooManyFiles: '{count} files at most.',
  charactersLeft: { one: '{count} character left', other: '{count} characters left' },
  charactersOver: { one: '{count} character too many', other: '{count} characters too many' },

  // Who the visitor is.
  name: 'Name',
  email: 'Email',
  incompleteEmail: 'This address looks incomplete. Is something missing?',
  topic: 'Topic',
  optional: '{label} (optional)',
  choose: 'Choose',
  needed: 'This is needed to go on.',
  emailNeeded: 'Without an address we can only answer here.',
  leaveEmail: 'Leave your email, so that we can reach you when this page is closed.',
  canWriteTo: 'We can also write to {email}.',
  save: 'Save',

  // A thread.
  messages: 'Messages',
  back: 'Back',
  conversationOptions: 'Conversation options',
  newMessages: { one: '{count} new message', other: '{count} new messages' },
  new: 'New',
  status: {
    sending: 'Sending',
    waiting: 'Waiting',
    sent: 'Sent',
    seen: 'Seen',
    notSent: 'Not sent',
  },
  notSaved: 'not saved, keep this page open',
  tryAgain: 'Try again',
  edit: 'Edit',
  discard: 'Discard',
  edited: 'edited',
  deleted: 'Message deleted',
  resolved: 'This conversation is resolved. Write again if something is missing.',
  reopened: 'This conversation is open again.',
  ticketCreated: 'Your request is now ticket #{number}.',
  awayTold: 'Nobody is here right now. Your message waits for us, and we answer here.',

  // What can be done with a message.
  messageOptions: 'Message options',
  editMessage: 'Edit message',
  delete: 'Delete',
  deleteForEverybody: 'Delete this message for everybody?',
  keep: 'Keep',
  cancel: 'Cancel',
  reactWith: 'React with {emoji}',
  emoji: {
    thumbsUp: 'Thumbs up',
    heart: 'Heart',
    smile: 'Smile',
    party: 'Party',
    thankYou: 'Thank you',
    sad: 'Sad',
  },

  // What does not work.
  connectionLost: 'Connection lost.',
  offline: 'You are offline.',
  sentLater: 'What you write is kept and sent later.',
  sentWhileOpen: 'Keep this page open: what you write is sent later.',
  writtenIsKept: 'What you have written is kept.',
  noConnection: 'There is no connection right now. Try again in a moment.',
  refused: 'Something is not right here, so this did not work.',
  refusals: {
    too_large: 'This file is too large.',
    unsupported_type: 'This picture is damaged or too large.',
    form_incomplete: 'Something is missing in the form, or it has changed. Look it over and send it again.',
    text_too_long: 'This is longer than 10,000 characters. Shorten it or send it in two parts.',
    origin_not_allowed: 'This page may not use this chat.',
    site_off: 'This chat is switched off.',
    sign_in_required: 'Sign in on this page to chat.',
    client_id_reused: 'This was already sent with another text.',
    already_removed: 'This message has been deleted.',
    edit_too_late: 'A message can be changed for 15 minutes after it was sent.',
    changed_too_often: 'This message has been changed too often.',
  },
} as const satisfies { refusals: Partial<Record<ErrorCode, string>>; [key: string]: unknown };

export type Words = Translation<typeof words> & { direction: 'ltr' | 'rtl' };
