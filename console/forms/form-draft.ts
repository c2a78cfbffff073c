/** What a site asks, as it is edited: choices as lines, and one kind for what a question is and where it goes. Pure. */
import type { FormField, VisitorForm } from '../../shared/forms.ts';
import {
  CONSENT_MAX_CHARACTERS,
  FORM_CHOICE_MAX_CHARACTERS,
  FORM_CHOICES_MAX,
  FORM_FIELDS_MAX,
  FORM_INTRO_MAX_CHARACTERS,
  FORM_LABEL_MAX_CHARACTERS,
  URL_MAX_CHARACTERS,
} from '../../shared/limits.ts';

export type QuestionKind = 'name' | 'email' | 'topic' | 'topicChoice' | 'text' | 'choice' | 'checkbox';

export interface QuestionDraft {
  id: string;
  kind: QuestionKind;
  label: string;
  required: boolean;
  /** One in a line; kept also where the kind has none. */
  choices: string;
}

export interface FormDraft {
  intro: string;
  questions: QuestionDraft[];
  consent: NonNullable<VisitorForm['consent']> | null;
}

/** The rule that something breaks, by the path of it. */
export type DraftFaults = ReadonlyMap<string, FaultName>;
export const FAULT_NAMES = ['label', 'choices', 'to', 'intro', 'text', 'linkText', 'url', 'fields'] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

export const NO_FORM: FormDraft = { intro: '', questions: [], consent: null };

export function draftOf({ intro, fields, consent }: VisitorForm): FormDraft {
  const questions = fields.map((field) => ({
    id: field.id,
    kind: kindOf(field),
    label: field.label,
    required: field.required,
    choices: field.kind === 'choice' ? field.choices.join('\n') : '',
  }));
  return { intro, questions, consent };
}

export function formOf({ intro, questions, consent }: FormDraft): VisitorForm {
  return {
    intro: intro.trim(),
    fields: questions.map(fieldOf),
    consent: consent && {
      text: consent.text.trim(),
      linkText: consent.linkText.trim(),
      url: consent.url.trim(),
    },
  };
}

/** What is wrong with a draft, by the path under which the server would name it. */
export function faultsIn({ intro, fields, consent }: VisitorForm): DraftFaults {
  const faults = new Map<string, FaultName>();
  if (intro.length > FORM_INTRO_MAX_CHARACTERS) faults.set('intro', 'intro');
  if (fields.length > FORM_FIELDS_MAX) faults.set('fields', 'fields');
  const asked = new Set<string>();
  for (const [at, field] of fields.entries()) {
    const { label, to } = field;
    if (label.length > FORM_LABEL_MAX_CHARACTERS || (label === '' && to === 'conversation'))
      faults.set(`fields.${at}.label`, 'label');
    if (to !== 'conversation' && asked.has(to)) faults.set(`fields.${at}.to`, 'to');
    asked.add(to);
    if (field.kind === 'choice' && !areChoices(field.choices)) faults.set(`fields.${at}.choices`, 'choices');
  }
  if (consent) {
    const { text, linkText, url } = consent;
    if (text === '' || text.length > CONSENT_MAX_CHARACTERS) faults.set('consent.text', 'text');
    if (linkText.length > FORM_LABEL_MAX_CHARACTERS) faults.set('consent.linkText', 'linkText');
    if (!/^https?:\/\/./.test(url) || !URL.canParse(url) || url.length > URL_MAX_CHARACTERS)
      faults.set('consent.url', 'url');
  }
  return faults;
}

/** A question that is new: under an id that no other has had, so that no older answer is taken for one to it. */
export function newQuestion(): QuestionDraft {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return { id: `f${number % 1e9}`, kind: 'text', label: '', required: false, choices: '' };
}

/** The list with one item in another place. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const others = items.filter((_, at) => at !== from);
  return [...others.slice(0, to), ...items.slice(from, from + 1), ...others.slice(to)];
}

function kindOf({ kind, to }: FormField): QuestionKind {
  if (kind === 'choice') return to === 'topic' ? 'topicChoice' : 'choice';
  return kind === 'checkbox' || to === 'conversation' ? kind : to;
}

function fieldOf({ id, kind, required, ...question }: QuestionDraft): FormField {
  const said = { id, label: question.label.trim(), required };
  switch (kind) {
    case 'topicChoice':
    case 'choice':
      return {
        ...said,
        kind: 'choice',
        to: kind === 'choice' ? 'conversation' : 'topic',
        choices: question.choices
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      };
    case 'checkbox':
      return { ...said, kind, to: 'conversation' };
    case 'text':
      return { ...said, kind, to: 'conversation' };
    case 'name':
    case 'email':
    case 'topic':
      return { ...said, kind: 'text', to: kind };
  }
}

function areChoices(choices: readonly string[]): boolean {
  return (
    choices.length >= 2 &&
    choices.length <= FORM_CHOICES_MAX &&
    new Set(choices).size === choices.length &&
    choices.every((choice) => choice.length <= FORM_CHOICE_MAX_CHARACTERS)
  );
}
