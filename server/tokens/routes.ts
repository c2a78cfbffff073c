import { z } from 'zod';
import { Id } from '../../shared/ids.ts';
import { CreateToken, TOKEN_SCOPES } from '../../shared/tokens.ts';
import type { Core } from '../core/core.ts';
import { MintedIds } from '../core/http/idempotency.ts';
import { pageOf, SmallList } from '../core/http/page-of.ts';
import { type Route, route } from '../core/http/route.ts';
import type { Tokens } from './tokens.ts';

const TokenAnswer = z.object({
  id: z.string(),
  name: z.string(),
  agentId: z.string(),
  scopes: z.array(z.enum(TOKEN_SCOPES)),
  createdAt: z.number(),
  lastUsedAt: z.number().nullable(),
});

/** Only people make and revoke tokens: none of these takes a token. */
export function tokenRoutes(tokens: Tokens, { config }: Core): Route[] {
  return [
    route({
      method: 'get',
      path: '/tokens',
      summary: 'The agent’s own tokens; an admin gets everybody’s.',
      access: 'agent',
      query: SmallList,
      answer: z.object({ items: z.array(TokenAnswer), nextCursor: z.string().nullable() }),
      handle: async ({ actor, query }) => pageOf(await tokens.of(actor), query),
    }),
    route({
      method: 'post',
      path: '/tokens',
      summary: 'Makes a token for Authorization: Bearer; its secret is answered this once.',
      access: 'agent',
      status: 201,
      body: CreateToken,
      answer: TokenAnswer.extend({ token: z.string() }),
      handle: ({ actor, body, idempotencyKey }) =>
        tokens.create(actor, body, new MintedIds(config.secretKey, actor.id, idempotencyKey)),
    }),
    route({
      method: 'delete',
      path: '/tokens/:id',
      summary: 'Revokes a token; it is refused from now on.',
      access: 'agent',
      status: 204,
      params: z.strictObject({ id: Id }),
      handle: ({ actor, params }) => tokens.revoke(actor, params.id),
    }),
  ];
}
