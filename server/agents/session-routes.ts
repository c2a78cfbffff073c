import { z } from 'zod';
import { AcceptInvite, type Agent, LinkToken, Password, SetUp, SignIn } from '../../shared/agents.ts';
import { describeBrowser } from '../contacts/index.ts';
import { type Answer, answer, type Route, route } from '../core/http/route.ts';
import { AgentAnswer } from './answers.ts';
import { noSessionCookie, sessionCookie } from './cookie.ts';
import { acceptInvite } from './invite-agent.ts';
import type { AgentParts } from './parts.ts';
import { resetPassword } from './reset-password.ts';
import type { SignInPlace } from './sessions.ts';
import { isSetUpNeeded, setUp } from './set-up.ts';
import { type SignInLimits, signIn } from './sign-in.ts';

const ResetPassword = z.strictObject({ token: LinkToken, password: Password });

interface SessionRouteDeps {
  parts: AgentParts;
  limits: SignInLimits;
  present(agentId: string): Agent;
}

/** The ways in and out. */
export function sessionRoutes(deps: SessionRouteDeps): Route[] {
  const { parts, limits } = deps;
  return [
    route({
      method: 'post',
      path: '/session',
      summary: 'Signs in: answers the agent and sets the session’s cookie.',
      access: 'public',
      body: SignIn,
      answer: AgentAnswer,
      handle: async (request) =>
        signedIn(deps, request, await signIn(parts, limits, request.body, placeOf(request)), 200),
    }),
    route({
      method: 'delete',
      path: '/session',
      summary: 'Signs out.',
      access: 'agent',
      status: 204,
      async handle({ actor }) {
        await parts.sessions.end(actor.id, actor.sessionId);
        return answer({ status: 204, cookies: [noSessionCookie(parts.core.config.publicUrl)] });
      },
    }),
    ...linkRoutes(deps),
  ];
}

/** The ways in by a one-time link. */
function linkRoutes(deps: SessionRouteDeps): Route[] {
  const { parts } = deps;
  return [
    route({
      method: 'get',
      path: '/setup',
      summary: 'Whether the server still has to be set up.',
      access: 'public',
      answer: z.object({ needed: z.boolean() }),
      handle: async () => ({ needed: await isSetUpNeeded(parts) }),
    }),
    route({
      method: 'post',
      path: '/setup',
      summary: 'Makes the first admin and the first site by the link that the start printed, and signs in.',
      access: 'public',
      status: 201,
      body: SetUp,
      answer: AgentAnswer,
      handle: async (request) =>
        signedIn(deps, request, await setUp(parts, request.body, placeOf(request)), 201),
    }),
    route({
      method: 'post',
      path: '/invites/accept',
      summary: 'Takes up an invitation and signs in.',
      access: 'public',
      status: 201,
      body: AcceptInvite,
      answer: AgentAnswer,
      handle: async (request) =>
        signedIn(deps, request, await acceptInvite(parts, request.body, placeOf(request)), 201),
    }),
    route({
      method: 'post',
      path: '/reset',
      summary: 'Sets a new password by a one-time link, ends every session, and signs in.',
      access: 'public',
      body: ResetPassword,
      answer: AgentAnswer,
      handle: async (request) =>
        signedIn(deps, request, await resetPassword(parts, request.body, placeOf(request)), 200),
    }),
  ];
}

function placeOf(request: { address: string; userAgent: string }): SignInPlace {
  return { address: request.address, browser: describeBrowser(request.userAgent) };
}

/** Answers the agent with the new session's cookie; what the browser was signed in as before ends. */
async function signedIn(
  { parts, present }: SessionRouteDeps,
  request: { cookie: string | undefined },
  { agentId, secret }: { agentId: string; secret: string },
  status: number,
): Promise<Answer> {
  await parts.sessions.endByCookie(request.cookie);
  const cookies = [sessionCookie(secret, parts.core.config.publicUrl)];
  return answer({ status, cookies, body: present(agentId) });
}
