import type { ContactDetails } from '../../shared/contacts.ts';
import { NAME_MAX_CHARACTERS } from '../../shared/limits.ts';
import { readEmail } from './read-email.ts';

/**
 * What a page says of its visitor, as far as the server would take it: a wrong label must never keep a message
 * from being sent.
 *
 * @param explain is told what is left out, in words for the page's developer
 */
export function readIdentity(identity: unknown, explain: (sentence: string) => void): ContactDetails {
  const told: Record<string, unknown> = { ...Object(identity) };
  const label: ContactDetails = {};
  for (const [field, value] of Object.entries(told)) {
    const text = typeof value === 'string' ? value.trim() : '';
    if (field === 'name' && text) label.name = text.slice(0, NAME_MAX_CHARACTERS);
    else if (field === 'email' && readEmail(text)) label.email = readEmail(text) ?? '';
    else explain(`identify() takes a name and an email: this ${field} is left out`);
  }
  return label;
}
