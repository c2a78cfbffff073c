import { fill } from './wording.ts';

/**
 * How a contact without a name is called: the same everywhere, and the same tomorrow.
 * @param visitor in the reader's language; the mark is what tells one from another
 */
export function contactName(
  contact: { id: string; name: string | null; email?: string | null },
  visitor = 'Visitor {mark}',
): string {
  if (contact.name) return contact.name;
  if (contact.email) return contact.email;
  const mark = contact.id
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 4)
    .toUpperCase();
  return fill(visitor, { mark });
}

/** The first name: all that visitors see of an agent. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}
