/** Contacts: the people who write to us. */
import { z } from 'zod';
import { EMAIL_MAX_CHARACTERS, NAME_MAX_CHARACTERS, URL_MAX_CHARACTERS } from './limits.ts';

export const Email = z
  .email('This address looks incomplete. Is something missing?')
  .max(EMAIL_MAX_CHARACTERS)
  .transform((email) => email.toLowerCase());

export const ContactDetails = z.strictObject({
  name: z.string().trim().min(1).max(NAME_MAX_CHARACTERS).optional(),
  email: Email.optional(),
});
export type ContactDetails = z.infer<typeof ContactDetails>;

/** The page a visitor looks at, as the visitor's browser tells it: shown, never trusted. */
export const PageView = z.strictObject({
  url: z.string().max(URL_MAX_CHARACTERS),
  title: z.string().max(300).default(''),
  referrer: z.string().max(URL_MAX_CHARACTERS).default(''),
});
export type PageView = z.input<typeof PageView>;

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
}
