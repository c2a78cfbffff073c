/** Contacts: the people who write to us. */
import { z } from 'zod';
import { Line, label } from './label.ts';
import {
  EMAIL_MAX_CHARACTERS,
  FACT_MAX_CHARACTERS,
  FACT_NAME,
  FACTS_MAX,
  NAME_MAX_CHARACTERS,
  URL_MAX_CHARACTERS,
} from './limits.ts';
import { wellFormed } from './well-formed.ts';

export const Email = z
  .email('This address looks incomplete. Is something missing?')
  .max(EMAIL_MAX_CHARACTERS)
  .transform((email) => email.toLowerCase());

export const ContactDetails = z.strictObject({
  name: label(NAME_MAX_CHARACTERS, 'There is nothing to see in this name.').optional(),
  email: Email.optional(),
});
export type ContactDetails = z.infer<typeof ContactDetails>;

/** What a visitor tells of themselves, or the page of them. */
export const TellContact = ContactDetails.extend({
  /** What the site asks for with an address was agreed to. */
  consent: z.literal(true).exactOptional(),
  /** The page says it, not the visitor: it is asked nothing. */
  by: z.literal('page').exactOptional(),
});
export type TellContact = z.infer<typeof TellContact>;

/** What was agreed to, in the words in which it was asked, and when, in milliseconds since 1970. */
export interface Agreed {
  text: string;
  url: string;
  at: number;
}

/** The page a visitor looks at, as the visitor's browser tells it: shown, never trusted. */
export const PageView = z.strictObject({
  url: z.string().max(URL_MAX_CHARACTERS).overwrite(wellFormed),
  title: Line.max(300).default(''),
  referrer: z.string().max(URL_MAX_CHARACTERS).overwrite(wellFormed).default(''),
});
export type PageView = z.input<typeof PageView>;

const Fact = z.union([z.string().max(FACT_MAX_CHARACTERS).overwrite(wellFormed), z.number(), z.boolean()]);
/** What the page says of itself and of who looks at it: shown to agents, never trusted. */
export const PageContext = z.strictObject({
  /** What the page calls the visitor. */
  userId: z.string().max(FACT_MAX_CHARACTERS).overwrite(wellFormed).exactOptional(),
  /** Takes the place of all that was said before. */
  facts: z
    .record(z.string().regex(FACT_NAME), Fact)
    .refine((facts) => Object.keys(facts).length <= FACTS_MAX, `At most ${FACTS_MAX} facts.`)
    .exactOptional(),
  /** BCP 47 tag. */
  language: z.string().max(35).exactOptional(),
});
export type PageContext = z.infer<typeof PageContext>;

/** What is known about where a contact is now. */
export interface Visit {
  url: string;
  title: string;
  referrer: string;
  /** Such as `Firefox 140, Android`. */
  browser: string;
  /** BCP 47 tag. */
  language: string;
  /** IANA name. */
  timezone: string;
  userId?: string;
  facts?: NonNullable<PageContext['facts']>;
  at: number;
}

export interface Contact {
  id: string;
  siteId: string;
  name: string | null;
  email: string | null;
  createdAt: number;
  lastSeenAt: number;
  visit: Visit | null;
  /** What the site calls this person, where the site's own server has vouched for it. */
  externalId: string | null;
  /** What was agreed to when an address was left in a conversation; null where nothing was asked. */
  agreed: Agreed | null;
}
