import type { z } from 'zod';
import type { AcceptInvite, Invite, InviteAgent } from '../../shared/agents.ts';
import type { MintedIds } from '../core/http/idempotency.ts';
import { Refused } from '../core/refused.ts';
import { addAgent } from './add-agent.ts';
import type { AgentParts } from './parts.ts';
import { requireKnownSites } from './policy.ts';
import { presentInvite } from './present.ts';
import type { SignInPlace } from './sessions.ts';

/**
 * Makes a link by which somebody becomes an agent. A second one for the same address takes the place of the first.
 * @param ids make the same link when it is asked for again
 * @throws Refused `email_taken`, `invalid_input` for sites that do not exist, `client_id_reused`
 */
export async function inviteAgent(
  { core, collections, links, sites }: AgentParts,
  input: z.output<typeof InviteAgent>,
  ids: MintedIds,
): Promise<Invite & { link: string }> {
  requireKnownSites(sites, input.siteIds);
  if ((await collections.agents.findOne({ email: input.email })) !== null) throw new Refused('email_taken');
  const { email, role, siteIds } = input;
  const before = await links.made('invite', ids);
  if (before !== null && !isFor(before, input)) throw new Refused('client_id_reused');
  const { path, id, expiresAt } = await links.make({ kind: 'invite', email, role, siteIds }, ids);
  return { id, email, role, expiresAt, link: `${core.config.publicUrl}${path}` };
}

function isFor(link: z.output<typeof InviteAgent>, input: z.output<typeof InviteAgent>): boolean {
  const wordsOf = ({ email, role, siteIds }: typeof input) => JSON.stringify([email, role, siteIds]);
  return wordsOf(link) === wordsOf(input);
}

/** Invitations that nobody has taken up. */
export async function waitingInvites({ links }: AgentParts): Promise<Invite[]> {
  return (await links.waiting('invite')).map(presentInvite);
}

/**
 * Somebody takes up an invitation, becomes an agent and is signed in.
 * @throws Refused `link_invalid`, `email_taken`
 */
export async function acceptInvite(
  parts: AgentParts,
  { token, name, password }: z.output<typeof AcceptInvite>,
  place: SignInPlace,
): Promise<{ agentId: string; secret: string }> {
  await parts.links.peek('invite', token);
  const passwordHash = await parts.passwords.hash(password);
  const { email, role, siteIds } = await parts.links.use('invite', token);
  const agentId = await addAgent(parts, { email, name, role, siteIds, passwordHash });
  return { agentId, secret: await parts.sessions.begin(agentId, place) };
}
