import { z } from 'zod';
import { AGENT_ROLES, AVAILABILITIES } from '../../shared/agents.ts';
import { LANGUAGES } from '../../shared/languages.ts';

/** What the routes of this noun answer, for the description of the API. */
export const AgentAnswer = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(AGENT_ROLES),
  siteIds: z.array(z.string()).nullable(),
  active: z.boolean(),
  availability: z.enum(AVAILABILITIES),
  language: z.enum(LANGUAGES).nullable(),
  presence: z.enum([...AVAILABILITIES, 'offline']),
  pictureUrl: z.string().nullable(),
});

export const InviteAnswer = z.object({
  id: z.string(),
  email: z.string(),
  role: z.enum(AGENT_ROLES),
  expiresAt: z.number(),
});

export const SessionAnswer = z.object({
  id: z.string(),
  browser: z.string(),
  address: z.string(),
  createdAt: z.number(),
  lastSeenAt: z.number(),
  current: z.boolean(),
});

/** A page of a list. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
