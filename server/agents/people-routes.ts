import { z } from 'zod';
import { type Agent, ChangeAgent, InviteAgent, LinkToken } from '../../shared/agents.ts';
import { Id } from '../../shared/ids.ts';
import { MintedIds } from '../core/http/idempotency.ts';
import { pageOf, SmallList } from '../core/http/page-of.ts';
import { type Route, route } from '../core/http/route.ts';
import { Refused } from '../core/refused.ts';
import { AgentAnswer, InviteAnswer, listOf } from './answers.ts';
import { changeAgent } from './change-agent.ts';
import { inviteAgent, waitingInvites } from './invite-agent.ts';
import type { AgentParts } from './parts.ts';

const ById = z.strictObject({ id: Id });

interface PeopleRouteDeps {
  parts: AgentParts;
  present(agentId: string): Agent;
  presentAll(): Agent[];
}

/** Colleagues: who there is, who is invited, what each may do. */
export function peopleRoutes({ parts, present, presentAll }: PeopleRouteDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/agents',
      summary: 'All agents, also those who are no longer active.',
      access: 'agent',
      scope: 'agents:read',
      query: SmallList,
      answer: listOf(AgentAnswer),
      handle: async ({ query }) => pageOf(presentAll(), query),
    }),
    route({
      method: 'patch',
      path: '/agents/:id',
      summary: 'Changes an agent’s role and sites, deactivates or activates them.',
      access: 'admin',
      params: ById,
      body: ChangeAgent,
      answer: AgentAnswer,
      async handle({ params, body }) {
        await changeAgent(parts, params.id, body);
        return present(params.id);
      },
    }),
    ...inviteRoutes(parts),
  ];
}

function inviteRoutes(parts: AgentParts): Route[] {
  return [
    route({
      method: 'get',
      path: '/invites',
      summary: 'Invitations that have not been taken up.',
      access: 'admin',
      query: SmallList,
      answer: listOf(InviteAnswer),
      handle: async ({ query }) => pageOf(await waitingInvites(parts), query),
    }),
    route({
      method: 'post',
      path: '/invites',
      summary: 'Invites somebody: answers the one-time link, shown this once.',
      access: 'admin',
      status: 201,
      body: InviteAgent,
      answer: InviteAnswer.extend({ link: z.string() }),
      handle: ({ actor, body, idempotencyKey }) =>
        inviteAgent(parts, body, new MintedIds(parts.core.config.secretKey, actor.id, idempotencyKey)),
    }),
    route({
      method: 'post',
      path: '/invites/check',
      summary:
        'The address that an invitation is for. Changes nothing; the secret has no place in an address.',
      access: 'public',
      body: z.strictObject({ token: LinkToken }),
      answer: z.object({ email: z.string() }),
      async handle({ body }) {
        const { email } = await parts.links.peek('invite', body.token);
        return { email };
      },
    }),
    route({
      method: 'delete',
      path: '/invites/:id',
      summary: 'Takes an invitation back.',
      access: 'admin',
      status: 204,
      params: ById,
      async handle({ params }) {
        if (!(await parts.links.withdraw('invite', params.id))) throw new Refused('not_found');
      },
    }),
  ];
}
