/** Forms: what a site asks a visitor before the first message, and what was answered. */
import { z } from 'zod';
import type { Agreed } from './contacts.ts';
import { keyOf } from './fill-form.ts';
import { Line, label } from './label.ts';
import {
  CONSENT_MAX_CHARACTERS,
  FORM_ANSWER_MAX_CHARACTERS,
  FORM_CHOICE_MAX_CHARACTERS,
  FORM_CHOICES_MAX,
  FORM_FIELDS_MAX,
  FORM_INTRO_MAX_CHARACTERS,
  FORM_LABEL_MAX_CHARACTERS,
  URL_MAX_CHARACTERS,
} from './limits.ts';

/** `preChat`: asked before a conversation begins. `offline`: asked instead where nobody is there. */
export const FORM_KINDS = ['preChat', 'offline'] as const;
export type FormKind = (typeof FORM_KINDS)[number];

/** No name of a field is a name that an object has by itself. */
const FieldId = z.string().regex(/^f\d{1,9}$/, 'A field is called f and a number.');
/** What is said above a field. Where a name, an address or a topic has none, the chat's own word stands there. */
const Said = { label: Line.max(FORM_LABEL_MAX_CHARACTERS), required: z.boolean() };
const Choice = label(FORM_CHOICE_MAX_CHARACTERS, 'Write what can be chosen.');

/** One question, and where its answer goes: the contact's name or address, or beside the conversation. */
const FormField = z.discriminatedUnion('kind', [
  z.strictObject({
    id: FieldId,
    kind: z.literal('text'),
    to: z.enum(['name', 'email', 'topic', 'conversation']),
    ...Said,
  }),
  z.strictObject({
    id: FieldId,
    kind: z.literal('choice'),
    to: z.enum(['topic', 'conversation']),
    ...Said,
    choices: z.array(Choice).min(2, 'At least two things to choose from.').max(FORM_CHOICES_MAX),
  }),
  z.strictObject({ id: FieldId, kind: z.literal('checkbox'), to: z.literal('conversation'), ...Said }),
]);
export type FormField = z.infer<typeof FormField>;

const Consent = z.strictObject({
  text: label(CONSENT_MAX_CHARACTERS, 'Write what people agree to.'),
  /** Empty: the address itself is shown. */
  linkText: Line.max(FORM_LABEL_MAX_CHARACTERS),
  url: z
    .url({ protocol: /^https?$/, error: 'A link looks like https://shop.example/privacy.' })
    .max(URL_MAX_CHARACTERS),
});

export const VisitorForm = z
  .strictObject({
    /** What is said before the fields; may be empty. */
    intro: Line.max(FORM_INTRO_MAX_CHARACTERS),
    fields: z.array(FormField).max(FORM_FIELDS_MAX, `At most ${FORM_FIELDS_MAX} fields.`),
    /** What has to be agreed to; null for nothing. */
    consent: Consent.nullable(),
  })
  .superRefine(({ fields }, context) => {
    const keys = new Set<string>();
    for (const [index, field] of fields.entries()) {
      const fault = (path: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['fields', index, path], message });
      if (field.to === 'conversation' && field.label === '') fault('label', 'A field needs a name.');
      const key = keyOf(field);
      if (keys.has(key)) fault('to', 'This is asked twice.');
      keys.add(key);
      if (field.kind === 'choice' && new Set(field.choices).size < field.choices.length)
        fault('choices', 'Each choice stands here once.');
    }
  });
export type VisitorForm = z.infer<typeof VisitorForm>;

/** What a visitor has filled in beside name and address, which go as the message's `contact`. */
export const FilledForm = z.strictObject({
  kind: z.enum(FORM_KINDS),
  answers: z
    .array(
      z.strictObject({
        /** `topic`, or the id of one of the site's own fields. */
        field: z.union([z.literal('topic'), FieldId]),
        value: z.union([z.boolean(), Line.max(FORM_ANSWER_MAX_CHARACTERS)]),
      }),
    )
    .max(FORM_FIELDS_MAX),
  consent: z.boolean(),
  /** A field that nobody sees. Whoever fills it in is a machine. */
  website: z.string().max(URL_MAX_CHARACTERS).exactOptional(),
});
export type FilledForm = z.infer<typeof FilledForm>;

/** What a conversation was opened with, in the words in which it was asked. */
export interface AnsweredForm {
  kind: FormKind;
  answers: { label: string; value: string | boolean }[];
  /** What was agreed to, and when, in milliseconds since 1970. */
  consent: Agreed | null;
}
