import { z } from 'zod';
import { type Agent, ChangePassword, ChangeProfile } from '../../shared/agents.ts';
import { Id } from '../../shared/ids.ts';
import { PICTURE_MAX_BYTES, PICTURE_MEDIA_TYPES } from '../../shared/limits.ts';
import { pageOf, SmallList } from '../core/http/page-of.ts';
import { RateLimit } from '../core/http/rate-limit.ts';
import { type Route, route } from '../core/http/route.ts';
import { Refused } from '../core/refused.ts';
import { AgentAnswer, listOf, SessionAnswer } from './answers.ts';
import { changePassword } from './change-password.ts';
import { changeProfile } from './change-profile.ts';
import type { AgentParts } from './parts.ts';
import { removePicture, setPicture } from './picture.ts';
import type { SignInLimits } from './sign-in.ts';

const ById = z.strictObject({ id: Id });
const PictureQuery = z.strictObject({ v: Id });
/** Redrawing a large picture takes a second of a processor. */
const PICTURES = { times: 10, seconds: 60 };

interface ProfileRouteDeps {
  parts: AgentParts;
  limits: SignInLimits;
  present(agentId: string): Agent;
}

/** What agents do about themselves. */
export function profileRoutes({ parts, limits, present }: ProfileRouteDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/me',
      summary: 'The agent who asks.',
      access: 'agent',
      scope: 'any',
      answer: AgentAnswer,
      handle: async ({ actor }) => present(actor.id),
    }),
    route({
      method: 'patch',
      path: '/me',
      summary: 'Changes the agent’s own name, what the console speaks to them, or whether to be counted on.',
      access: 'agent',
      body: ChangeProfile,
      answer: AgentAnswer,
      async handle({ actor, body }) {
        await changeProfile(parts, actor.id, body);
        return present(actor.id);
      },
    }),
    route({
      method: 'put',
      path: '/me/password',
      summary: 'Changes the password; every other session ends.',
      access: 'agent',
      status: 204,
      body: ChangePassword,
      async handle({ actor, body, address }) {
        await changePassword(parts, limits, actor, body, address);
      },
    }),
    ...mySessionRoutes(parts),
    ...pictureRoutes(parts, present),
  ];
}

function mySessionRoutes(parts: AgentParts): Route[] {
  return [
    route({
      method: 'get',
      path: '/me/sessions',
      summary: 'Where the agent is signed in.',
      access: 'agent',
      query: SmallList,
      answer: listOf(SessionAnswer),
      handle: async ({ actor, query }) => pageOf(await parts.sessions.of(actor), query),
    }),
    route({
      method: 'delete',
      path: '/me/sessions/:id',
      summary: 'Signs out somewhere else.',
      access: 'agent',
      status: 204,
      params: ById,
      async handle({ actor, params }) {
        if (!(await parts.sessions.end(actor.id, params.id))) throw new Refused('not_found');
      },
    }),
  ];
}

function pictureRoutes(parts: AgentParts, present: (agentId: string) => Agent): Route[] {
  const limit = new RateLimit(PICTURES);
  return [
    route({
      method: 'put',
      path: '/me/picture',
      summary: 'Sets the agent’s picture: a PNG, JPEG or WebP of at most 2 MB.',
      access: 'agent',
      bytes: { mediaTypes: PICTURE_MEDIA_TYPES, maxBytes: PICTURE_MAX_BYTES },
      answer: AgentAnswer,
      async handle({ actor, bytes }) {
        await limit.take(actor.id);
        await setPicture(parts, actor.id, bytes);
        return present(actor.id);
      },
    }),
    route({
      method: 'delete',
      path: '/me/picture',
      summary: 'Takes the agent’s picture away.',
      access: 'agent',
      answer: AgentAnswer,
      async handle({ actor }) {
        await removePicture(parts, actor.id);
        return present(actor.id);
      },
    }),
    route({
      method: 'get',
      path: '/agents/:id/picture',
      summary: 'An agent’s picture as WebP, 128 by 128 pixels, as an agent’s pictureUrl names it.',
      access: 'public',
      params: ById,
      query: PictureQuery,
      handle: ({ params, query }) => parts.pictures.serve(params.id, query.v),
    }),
  ];
}
