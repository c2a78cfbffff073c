/**
 * The closed list of what can be refused: the HTTP status, what the person is told, and whether trying again
 * unchanged can help. A client keeps retrying what is not final and shows what is.
 */
export const ERRORS = {
  invalid_input: { status: 400, final: true, message: 'Something in this request is not valid.' },
  empty_text: { status: 400, final: true, message: 'Write something first.' },
  text_too_long: {
    status: 400,
    final: true,
    message: 'This is longer than 10,000 characters. Shorten it or send it in two parts.',
  },
  form_incomplete: {
    status: 400,
    final: true,
    message: 'Something is missing in the form, or it has changed. Look it over and send it again.',
  },
  not_signed_in: { status: 401, final: true, message: 'Sign in to go on.' },
  token_invalid: { status: 401, final: true, message: 'This token does not prove who it is.' },
  token_expired: { status: 401, final: true, message: 'This token has expired.' },
  identity_expired: { status: 401, final: true, message: 'Who you are has to be shown again.' },
  sign_in_required: { status: 403, final: true, message: 'Sign in on this page to chat.' },
  other_person: { status: 409, final: true, message: 'This browser has been used by somebody else.' },
  wrong_credentials: { status: 401, final: true, message: 'Email or password is wrong.' },
  not_allowed: { status: 403, final: true, message: 'You may not do this.' },
  origin_not_allowed: { status: 403, final: true, message: 'This page may not use this chat.' },
  site_off: { status: 403, final: true, message: 'This chat is switched off.' },
  not_found: { status: 404, final: true, message: 'There is nothing here, or it is not yours to see.' },
  unknown_site: { status: 404, final: true, message: 'No site has this key.' },
  link_invalid: {
    status: 404,
    final: true,
    message: 'This link has been used or has expired. Ask for a new one.',
  },
  client_id_reused: { status: 409, final: true, message: 'This was already sent with another text.' },
  already_removed: { status: 409, final: true, message: 'This message has been deleted.' },
  edit_too_late: {
    status: 409,
    final: true,
    message: 'A message can be changed for 15 minutes after it was sent.',
  },
  changed_too_often: { status: 409, final: true, message: 'This message has been changed too often.' },
  already_assigned: { status: 409, final: true, message: 'Somebody else has just taken this conversation.' },
  already_resolved: { status: 409, final: true, message: 'This conversation is already resolved.' },
  already_open: { status: 409, final: true, message: 'This conversation is already open.' },
  ticket_exists: { status: 409, final: true, message: 'This conversation already has a ticket.' },
  ticket_closed: {
    status: 409,
    final: true,
    message: 'This ticket is closed. A new message starts a new conversation.',
  },
  email_taken: { status: 409, final: true, message: 'Somebody already uses this email.' },
  last_admin: { status: 409, final: true, message: 'There must be at least one active admin.' },
  already_set_up: { status: 409, final: true, message: 'Parley is already set up. Sign in instead.' },
  changed_meanwhile: {
    status: 409,
    final: true,
    message: 'Somebody changed this meanwhile. Look at it again.',
  },
  attachment_gone: {
    status: 410,
    final: true,
    message: 'A file of this message is no longer here. Attach it again.',
  },
  too_large: { status: 413, final: true, message: 'This is too large.' },
  unsupported_type: { status: 415, final: true, message: 'This kind of file cannot be used here.' },
  quota_exceeded: { status: 507, final: true, message: 'There is no room for more files here.' },
  protocol_too_old: { status: 426, final: true, message: 'This page is older than the server. Reload it.' },
  protocol_too_new: {
    status: 503,
    final: false,
    message: 'The server is just being renewed. It is tried again.',
  },
  rate_limited: { status: 429, final: false, message: 'That was a lot at once. It goes on in a moment.' },
  internal: {
    status: 500,
    final: false,
    message: 'Something went wrong on our side. Nothing you wrote is lost.',
  },
  busy: { status: 503, final: false, message: 'Many people write here at once. It is tried again.' },
  unavailable: { status: 503, final: false, message: 'The server cannot save right now. It is tried again.' },
} as const satisfies Record<string, ErrorKind>;

interface ErrorKind {
  status: number;
  final: boolean;
  message: string;
}

export type ErrorCode = keyof typeof ERRORS;

/** One fault in an input: where it is (dotted path) and what to do about it. */
export interface InputFault {
  path: string;
  message: string;
}

/** What a refused request answers, on the socket and inside REST's problem documents. */
export interface Refusal {
  code: ErrorCode;
  message: string;
  /** For `invalid_input`: each field that has to change. */
  errors?: InputFault[];
  /** For `rate_limited`: when trying again can work, in milliseconds from now. */
  retryAfterMs?: number;
}

/** The answer to everything that changes or asks something over a socket. */
export type Ack<T> = { ok: true; value: T } | { ok: false; error: Refusal };
