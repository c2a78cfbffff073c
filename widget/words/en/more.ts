import type { ErrorCode } from '../../../shared/errors.ts';

/** What the chat says besides, once there is a conversation, a form, or something that does not work. */
export const more = {
  // The start.
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

  // Writing.
  fileRefused: '{name} is empty or over {size}.',
  tooManyFiles: '{count} files at most.',

  // Who the visitor is.
  name: 'Name',
  email: 'Email',
  incompleteEmail: 'This address looks incomplete. Is something missing?',
  topic: 'Topic',
  optional: '{label} (optional)',
  choose: 'Choose',
  emailNeeded: 'Without an address we can only answer here.',
  leaveEmail: 'Leave your email, so that we can reach you when this page is closed.',
  canWriteTo: 'We can also write to {email}.',
  save: 'Save',

  // A thread.
  conversationOptions: 'Conversation options',
  new: 'New',
  notSaved: 'not saved, keep this page open',
  tryAgain: 'Try again',
  edit: 'Edit',
  discard: 'Discard',
  edited: 'edited',
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
