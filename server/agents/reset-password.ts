import { Refused } from '../core/refused.ts';
import { addAgent } from './add-agent.ts';
import { changeRights } from './change-rights.ts';
import type { AgentParts } from './parts.ts';
import type { SignInPlace } from './sessions.ts';
import { FIRST_SITE, found, isSetUpNeeded, nameOf } from './set-up.ts';

/**
 * A one-time link to set a new password, for whoever runs the server: an admin with this address, made where there
 * is nobody of that address. Where no admin is left at all, whoever has the address becomes one.
 * @param email in lower case
 * @throws Refused `not_allowed` for a deactivated agent while somebody else can let them in again
 */
export async function rescueLink(parts: AgentParts, email: string): Promise<string> {
  const { agents } = parts.collections;
  const known = await agents.findOne({ email });
  const hasAdmin = (await agents.findOne({ role: 'admin', active: true })) !== null;
  if (known !== null && !known.active && hasAdmin) {
    throw new Refused('not_allowed', {
      message: `${email} is deactivated. Ask an admin to activate this agent again, or name another address.`,
    });
  }
  const agentId = known?._id ?? (await addAdmin(parts, email));
  if (known !== null && !hasAdmin) {
    await changeRights(parts, agentId, () => ({ role: 'admin', active: true }));
  }
  const { path } = await parts.links.make({ kind: 'reset', agentId });
  return `${parts.core.config.publicUrl}${path}`;
}

/**
 * Sets a new password by link; every session ends and a new one begins.
 * @throws Refused `link_invalid`
 */
export async function resetPassword(
  { collections, directory, links, passwords, sessions }: AgentParts,
  { token, password }: { token: string; password: string },
  place: SignInPlace,
): Promise<{ agentId: string; secret: string }> {
  await links.peek('reset', token);
  const passwordHash = await passwords.hash(password);
  const { agentId } = await links.use('reset', token);
  const { matchedCount } = await collections.agents.updateOne(
    { _id: agentId, active: true },
    { $set: { passwordHash } },
  );
  if (matchedCount === 0) throw new Refused('link_invalid');
  await sessions.endOthers(agentId, null);
  // The agent may be new and made by another process: known here before anybody is signed in as them.
  await directory.reload();
  return { agentId, secret: await sessions.begin(agentId, place) };
}

async function addAdmin(parts: AgentParts, email: string): Promise<string> {
  const admin = { email, name: nameOf(email), passwordHash: null };
  if (await isSetUpNeeded(parts)) return found(parts, { ...admin, siteName: FIRST_SITE });
  return addAgent(parts, { ...admin, role: 'admin', siteIds: null });
}
