/** Which fields of a form are to be asked. Apart from reading them, because the page needs it before the first message. */
import type { ContactDetails } from './contacts.ts';
import type { FormField, VisitorForm } from './forms.ts';

/** The fields whose answers are not known. */
export function askedOf({ fields }: VisitorForm, known: ContactDetails | null): FormField[] {
  return fields.filter(({ to }) => !((to === 'name' || to === 'email') && known?.[to]));
}

/** Whether there is anything in a form for somebody of whom so much is known. */
export function asksSomething(form: VisitorForm, known: ContactDetails | null): boolean {
  return form.consent !== null || askedOf(form, known).length > 0;
}
