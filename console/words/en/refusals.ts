import type { ErrorCode } from '../../../shared/errors.ts';

/** What only visitors and programs are refused for. */
type NotHere =
  | 'form_incomplete'
  | 'token_invalid'
  | 'token_expired'
  | 'identity_expired'
  | 'sign_in_required'
  | 'other_person'
  | 'site_off'
  | 'unknown_site';

/** Why the server does not do something, by its code. */
export const refusals = {
  /** No server has answered. */
  unreachable: 'The server does not answer. Nothing is lost; try again in a moment.',
  invalid_input: 'Something in this request is not valid.',
  empty_text: 'Write something first.',
  text_too_long: 'This is longer than 10,000 characters. Shorten it or send it in two parts.',
  not_signed_in: 'Sign in to go on.',
  wrong_credentials: 'Email or password is wrong.',
  not_allowed: 'You may not do this.',
  origin_not_allowed: 'The console does not work at this address. Open it where the server says.',
  not_found: 'There is nothing here, or it is not yours to see.',
  link_invalid: 'This link has been used or has expired. Ask for a new one.',
  client_id_reused: 'This was already sent with another text.',
  already_removed: 'This message has been deleted.',
  edit_too_late: 'A message can be changed for 15 minutes after it was sent.',
  changed_too_often: 'This message has been changed too often.',
  already_assigned: 'Somebody else has just taken this conversation.',
  already_resolved: 'This conversation is already resolved.',
  already_open: 'This conversation is already open.',
  ticket_exists: 'This conversation already has a ticket.',
  ticket_closed: 'This ticket is closed. A new message starts a new conversation.',
  email_taken: 'Somebody already uses this email.',
  last_admin: 'There must be at least one active admin.',
  already_set_up: 'Parley is already set up. Sign in instead.',
  changed_meanwhile: 'Somebody changed this meanwhile. Look at it again.',
  attachment_gone: 'A file of this message is no longer here. Attach it again.',
  too_large: 'This is too large.',
  unsupported_type: 'This picture is damaged or too large, or of a kind that cannot be used here.',
  quota_exceeded: 'There is no room for more files here.',
  protocol_too_old: 'This page is older than the server. Reload it.',
  protocol_too_new: 'The server is just being renewed. It is tried again.',
  rate_limited: 'That was a lot at once. It goes on in a moment.',
  internal: 'Something went wrong on our side. Nothing you wrote is lost.',
  busy: 'Many people write here at once. It is tried again.',
  unavailable: 'The server cannot save right now. It is tried again.',
} as const satisfies Record<Exclude<ErrorCode, NotHere> | 'unreachable', string>;

/** What is wrong with a field, by its name, and what to do about it. */
export const faults = {
  name: 'A name of 1 to 80 characters is needed.',
  siteName: 'A name of 1 to 80 characters is needed.',
  email: 'This address looks incomplete. Is something missing?',
  password: 'At least 12 characters.',
  next: 'At least 12 characters.',
  current: 'This is not your password.',
  token: 'This link is not complete.',
  subject: 'A subject of 1 to 160 characters is needed.',
  greeting: 'At most 80 characters.',
  origins: 'An origin looks like https://shop.example, without a path.',
  categories: 'At most 50, each of at most 40 characters.',
  continueWithinHours: 'A whole number of hours, from 0 to 2,160.',
  side: 'A whole number from 0 to 200.',
  bottom: 'A whole number from 0 to 200.',
  logo: 'This is no PNG, JPEG or WebP that can be read.',
  scopes: 'Choose at least one thing it may do.',
} as const;
