/** Agents: the people who answer; how they sign in and are invited. */
import { z } from 'zod';
import { Email } from './contacts.ts';
import { Id } from './ids.ts';
import { label } from './label.ts';
import { LANGUAGES, type Language } from './languages.ts';
import { NAME_MAX_CHARACTERS, PASSWORD_MAX_CHARACTERS, PASSWORD_MIN_CHARACTERS } from './limits.ts';

export const AGENT_ROLES = ['admin', 'agent'] as const;
export type AgentRole = (typeof AGENT_ROLES)[number];

/** `away` is the agent's own word: signed in, but not to be counted on. */
export const AVAILABILITIES = ['here', 'away'] as const;
export type Availability = (typeof AVAILABILITIES)[number];
export type AgentPresence = Availability | 'offline';

const Name = label(NAME_MAX_CHARACTERS, 'A name is needed.');
export const Password = z
  .string()
  .min(PASSWORD_MIN_CHARACTERS, `At least ${PASSWORD_MIN_CHARACTERS} characters.`)
  .max(PASSWORD_MAX_CHARACTERS);
/** A secret from a link: 256 random bits in base64url. */
export const LinkToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'This link is not complete.');

export const SignIn = z.strictObject({
  email: Email,
  password: z.string().min(1).max(PASSWORD_MAX_CHARACTERS),
});
export const SetUp = z.strictObject({
  token: LinkToken,
  name: Name,
  email: Email,
  password: Password,
  siteName: Name,
});
export const AcceptInvite = z.strictObject({ token: LinkToken, name: Name, password: Password });
export const InviteAgent = z.strictObject({
  email: Email,
  role: z.enum(AGENT_ROLES),
  /** Sites the agent answers for; null for all, now and later. */
  siteIds: z.array(Id).max(100).nullable().default(null),
});
export const ChangeAgent = z.strictObject({
  role: z.enum(AGENT_ROLES).optional(),
  siteIds: z.array(Id).max(100).nullable().optional(),
  active: z.boolean().optional(),
});
export const ChangeProfile = z.strictObject({
  name: Name.optional(),
  availability: z.enum(AVAILABILITIES).optional(),
  /** Null for the browser's. */
  language: z.enum(LANGUAGES).nullable().optional(),
});
export const ChangePassword = z.strictObject({
  current: z.string().max(PASSWORD_MAX_CHARACTERS),
  next: Password,
});

/** A colleague, as every agent may see. */
export interface Agent {
  id: string;
  name: string;
  email: string;
  role: AgentRole;
  siteIds: string[] | null;
  active: boolean;
  availability: Availability;
  /** What the console speaks to them; null for the browser's. */
  language: Language | null;
  presence: AgentPresence;
  pictureUrl: string | null;
}

/** An invitation that has not been taken up. */
export interface Invite {
  id: string;
  email: string;
  role: AgentRole;
  expiresAt: number;
}

/** A place where the agent is signed in. */
export interface AgentSession {
  id: string;
  browser: string;
  address: string;
  createdAt: number;
  lastSeenAt: number;
  current: boolean;
}
