/**
 * What is asked of a visitor, and what is wrong with the answers: one rule for the widget, which says it beside the
 * field, and the server, which believes nobody. Without the schemas' library, because it goes into the page.
 */
import { askedOf } from './asked-fields.ts';
import type { ContactDetails } from './contacts.ts';
import type { FilledForm, FormField, VisitorForm } from './forms.ts';
import { FORM_ANSWER_MAX_CHARACTERS, NAME_MAX_CHARACTERS } from './limits.ts';
import { isSeen, oneLine } from './one-line.ts';
import { readEmail } from './read-email.ts';

/** What is wrong with an answer. */
export type FormFault = 'missing' | 'incomplete_email' | 'too_long' | 'not_a_choice';

/** What has been typed, chosen and ticked, by the field's key; the consent under `consent`. */
export type Typed = ReadonlyMap<string, string | boolean>;

/** What a form comes to. */
export interface Told {
  contact: ContactDetails;
  answers: FilledForm['answers'];
  consent: boolean;
}

/** What an answer is kept under. Name, address and topic are the same question in every form. */
export function keyOf({ to, id }: Pick<FormField, 'to' | 'id'>): string {
  return to === 'conversation' ? id : to;
}

/**
 * Reads what has been typed into a form.
 * @param known what is not asked again
 * @returns what can be sent, and what is wrong, by the field's key
 */
export function readForm(
  form: VisitorForm,
  known: ContactDetails | null,
  typed: Typed,
): { told: Told; faults: ReadonlyMap<string, FormFault> } {
  const told: Told = { contact: {}, answers: [], consent: typed.get('consent') === true };
  const faults = new Map<string, FormFault>();
  for (const field of askedOf(form, known)) {
    const key = keyOf(field);
    const value = field.kind === 'checkbox' ? typed.get(key) === true : oneLine(String(typed.get(key) ?? ''));
    const fault = faultOf(field, value);
    if (fault) faults.set(key, fault);
    else if (value === true || (value && isSeen(value))) tell(told, field, value);
  }
  if (form.consent && !told.consent) faults.set('consent', 'missing');
  return { told, faults };
}

function tell({ contact, answers }: Told, field: FormField, value: string | true): void {
  if (field.to === 'name') contact.name = String(value);
  else if (field.to === 'email') contact.email = readEmail(String(value)) ?? '';
  else answers.push({ field: keyOf(field) as FilledForm['answers'][number]['field'], value });
}

function faultOf({ kind, to, required, ...field }: FormField, value: string | boolean): FormFault | null {
  if (typeof value === 'boolean') return required && !value ? 'missing' : null;
  if (!isSeen(value)) return required ? 'missing' : null;
  if (kind === 'choice') return 'choices' in field && field.choices.includes(value) ? null : 'not_a_choice';
  if (to === 'email') return readEmail(value) === null ? 'incomplete_email' : null;
  const longest = to === 'name' ? NAME_MAX_CHARACTERS : FORM_ANSWER_MAX_CHARACTERS;
  return value.length > longest ? 'too_long' : null;
}
