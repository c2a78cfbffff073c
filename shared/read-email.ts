import { EMAIL_MAX_CHARACTERS } from './limits.ts';

/** The addresses that the server takes: the rule of `Email` in contacts.ts, without its library. */
const EMAIL = /^(?:[\w'+-]+\.)*[\w'+-]*[\w+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;

/** The address as the server takes it, or null where something is missing. */
export function readEmail(text: string): string | null {
  const email = text.trim();
  return email.length <= EMAIL_MAX_CHARACTERS && EMAIL.test(email) ? email.toLowerCase() : null;
}
