import type { ContactDetails } from '../../shared/contacts.ts';
import { NAME_MAX_CHARACTERS, PERSON_ID_MAX_CHARACTERS } from '../../shared/limits.ts';
import { isSeen } from '../../shared/one-line.ts';
import { readEmail } from '../../shared/read-email.ts';

/**
 * What a page says of its visitor, as far as the server would take it: a wrong label must never keep a message
 * from being sent.
 *
 * @param explain is told what is left out, in words for the page's developer
 * @returns `userId` is what the page calls the visitor
 */
export function readIdentity(
  identity: unknown,
  explain: (sentence: string) => void,
): { label: ContactDetails; userId?: string } {
  const label: ContactDetails = {};
  let userId: string | undefined;
  for (const [field, value] of Object.entries(Object(identity))) {
    const text = typeof value === 'string' || typeof value === 'number' ? `${value}`.trim() : '';
    const name = text.slice(0, NAME_MAX_CHARACTERS);
    if (field === 'name' && isSeen(name)) label.name = name;
    else if (field === 'email' && readEmail(text)) label.email = readEmail(text) ?? '';
    else if (field === 'id' && text) userId = text.slice(0, PERSON_ID_MAX_CHARACTERS);
    else if (field === 'token') {
      if (!userId && !Object(identity).id)
        explain('identify() takes a token together with an id: this one is left out');
    }
    // Somebody who is not signed in has none of it.
    else if (value != null)
      explain(`identify() takes an id, a name, an email and a token: this ${field} is left out`);
  }
  return { label, ...(userId && { userId }) };
}
