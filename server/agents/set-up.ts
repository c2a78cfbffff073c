import type { z } from 'zod';
import type { SetUp } from '../../shared/agents.ts';
import { Refused } from '../core/refused.ts';
import { addAgent } from './add-agent.ts';
import type { AgentParts } from './parts.ts';
import type { SignInPlace } from './sessions.ts';

/** How the first site is called until somebody calls it otherwise. */
export const FIRST_SITE = 'My site';

interface Founding {
  name: string;
  email: string;
  passwordHash: string | null;
  siteName: string;
}

/** Whether nobody has set the server up yet. Asks the store: the answer decides who becomes admin. */
export async function isSetUpNeeded({ collections }: AgentParts): Promise<boolean> {
  return (await collections.agents.findOne({}, { projection: { _id: 1 } })) === null;
}

/**
 * Makes the first admin and the first site. Of two at once, one does it.
 * @returns the agent's id and the secret of the session that begins
 * @throws Refused `already_set_up`, `link_invalid`
 */
export async function setUp(
  parts: AgentParts,
  { token, name, email, password, siteName }: z.output<typeof SetUp>,
  place: SignInPlace,
): Promise<{ agentId: string; secret: string }> {
  if (!(await isSetUpNeeded(parts))) throw new Refused('already_set_up');
  await parts.links.peek('set_up', token);
  const passwordHash = await parts.passwords.hash(password);
  const agentId = await found(parts, { name, email, passwordHash, siteName });
  return { agentId, secret: await parts.sessions.begin(agentId, place) };
}

/** Does what the settings ask for where nobody has set the server up yet. */
export async function setUpBySettings(parts: AgentParts): Promise<void> {
  const { admin } = parts.core.config;
  if (admin === null || !(await isSetUpNeeded(parts))) return;
  const { email, password } = admin;
  const passwordHash = await parts.passwords.hash(password);
  try {
    await found(parts, { email, name: nameOf(email), passwordHash, siteName: FIRST_SITE });
  } catch (error) {
    // Another node that starts on the same empty store was quicker.
    if (!(error instanceof Refused && error.code === 'already_set_up')) throw error;
  }
}

/**
 * The way to the set-up page, below the public address, which may not be known yet.
 * @returns null where the server is set up
 */
export async function setUpPath(parts: AgentParts): Promise<string | null> {
  if (!(await isSetUpNeeded(parts))) return null;
  return (await parts.links.make({ kind: 'set_up' })).path;
}

/** A name to begin with, from the part of the address before the @: `ana.moraes` is `Ana Moraes`. */
export function nameOf(email: string): string {
  const words = email
    .split('@', 1)
    .join('')
    .split(/[._+-]+/);
  return (
    words
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join(' ')
      .trim() || email
  );
}

/**
 * Makes the first admin and the first site.
 * @returns the agent's id
 * @throws Refused `already_set_up` where somebody else was quicker
 */
export async function found(parts: AgentParts, { siteName, ...founder }: Founding): Promise<string> {
  const agentId = await addAgent(parts, { ...founder, role: 'admin', siteIds: null, founder: true });
  await parts.links.withdrawAll({ kind: 'set_up' });
  await parts.sites.create(siteName);
  return agentId;
}
