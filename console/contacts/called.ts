import { contactName, firstName } from '../../shared/names.ts';
import { words } from '../words/words.ts';

type Named = Parameters<typeof contactName>[0];

/** What a contact is called on the screen. */
export function calledInFull(contact: Named): string {
  return contactName(contact, words.general.visitor);
}

/** What a contact is called within a sentence: by the first name, where there is one. */
export function called(contact: Named | undefined): string {
  if (contact === undefined) return words.general.theVisitor;
  return contact.name ? firstName(contact.name) : calledInFull(contact);
}
