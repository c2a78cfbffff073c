/** Tokens: what a program shows instead of a person's session, so that it may do this and no more. */
import { z } from 'zod';
import { label } from './label.ts';
import { NAME_MAX_CHARACTERS } from './limits.ts';

/** Everything a token can be let do. None is contained in another. */
export const TOKEN_SCOPES = [
  'conversations:read',
  'conversations:write',
  'tickets:read',
  'tickets:write',
  'sites:read',
  'sites:write',
  'agents:read',
  'metrics:read',
] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

export const CreateToken = z.strictObject({
  /** What it is for, in the agent's own words. */
  name: label(NAME_MAX_CHARACTERS, 'A name is needed.'),
  scopes: z
    .array(z.enum(TOKEN_SCOPES))
    .min(1, 'Choose at least one thing it may do.')
    .max(TOKEN_SCOPES.length)
    .transform((scopes) => TOKEN_SCOPES.filter((scope) => scopes.includes(scope))),
});

/** A token as lists show it. Times in milliseconds since 1970. */
export interface ApiToken {
  id: string;
  name: string;
  /** Whoever made it: it may never do more than they may. */
  agentId: string;
  scopes: TokenScope[];
  createdAt: number;
  lastUsedAt: number | null;
}
