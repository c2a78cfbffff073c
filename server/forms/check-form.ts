import { askedOf, asksSomething } from '../../shared/asked-fields.ts';
import type { ContactDetails } from '../../shared/contacts.ts';
import type { InputFault } from '../../shared/errors.ts';
import { type FormFault, keyOf, readForm } from '../../shared/fill-form.ts';
import type { AnsweredForm, FilledForm, FormKind, VisitorForm } from '../../shared/forms.ts';
import type { Site } from '../../shared/sites.ts';
import type { OpeningForm } from '../conversations/index.ts';

/** What is said of each fault where nobody has words of their own for it. */
export const SENTENCES: Record<FormFault, string> = {
  missing: 'This has to be filled in.',
  incomplete_email: 'This address looks incomplete. Is something missing?',
  too_long: 'This is too long.',
  not_a_choice: 'This is not one of the choices.',
};

/** What a site asks. */
type SiteForms = Pick<Site, 'preChatForm' | 'offlineForm'>;

/** The form that a message opens a conversation with. */
interface Asked {
  kind: FormKind;
  form: VisitorForm;
}

/**
 * The form that somebody is held to: the one they say they have filled in, where the site has it, because agents come
 * and go while people write. Otherwise the one for the present moment.
 * @param said null where none was filled in
 * @returns null where nothing is asked
 */
export function formFor(site: SiteForms, isSomebodyHere: boolean, said: FormKind | null): Asked | null {
  const of = (kind: FormKind): Asked | null => {
    const form = kind === 'offline' ? site.offlineForm : site.preChatForm;
    return form && { kind, form };
  };
  return (said && of(said)) ?? (isSomebodyHere ? null : of('offline')) ?? of('preChat');
}

/**
 * Holds what a visitor has filled in against what the site asks now.
 * @param known what has not been asked, because it is known
 * @param contact name and address as they came along
 * @param at milliseconds since 1970
 * @returns what the conversation is opened with, or what is wrong, each with its path
 */
export function checkForm(
  { kind, form }: Asked,
  known: ContactDetails | null,
  contact: ContactDetails,
  filled: FilledForm | undefined,
  at: number,
): { asked: OpeningForm | null } | { faults: InputFault[] } {
  if (!asksSomething(form, known)) return { asked: null };
  const answers = new Map(filled?.answers.map(({ field, value }) => [field as string, value]));
  const fields = askedOf(form, known).filter(({ to }) => to !== 'name' && to !== 'email');
  const strangers = [...answers.keys()].filter((key) => !fields.some((field) => keyOf(field) === key));
  const typed = new Map<string, string | boolean>([
    ...answers,
    ...(contact.name === undefined ? [] : [['name', contact.name] as const]),
    ...(contact.email === undefined ? [] : [['email', contact.email] as const]),
    ['consent', filled?.consent === true],
  ]);
  const { told, faults } = readForm(form, known, typed);
  const found = [
    ...[...faults].map(([key, fault]) => ({ path: pathOf(key), message: SENTENCES[fault] })),
    ...strangers.map((key) => ({ path: pathOf(key), message: 'This is not asked here.' })),
  ];
  if (found.length > 0) return { faults: found };
  const value = (key: string) => told.answers.find((answer) => answer.field === key)?.value;
  const shown: AnsweredForm['answers'] = [];
  for (const field of fields) {
    if (field.to !== 'conversation') continue;
    const answer = value(field.id) ?? (field.kind === 'checkbox' ? false : undefined);
    if (answer !== undefined) shown.push({ label: field.label, value: answer });
  }
  const consent = form.consent && { text: form.consent.text, url: form.consent.url, at };
  const topic = value('topic');
  return {
    asked: {
      topic: topic === undefined ? null : String(topic),
      form: { kind, answers: shown, consent },
    },
  };
}

function pathOf(key: string): string {
  if (key === 'consent') return 'form.consent';
  return key === 'name' || key === 'email' ? `contact.${key}` : `form.answers.${key}`;
}
