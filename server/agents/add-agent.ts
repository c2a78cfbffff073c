import { isDuplicateKey } from '../core/db/duplicate-key.ts';
import { newId } from '../core/ids.ts';
import { Refused } from '../core/refused.ts';
import type { AgentDocument } from './model.ts';
import type { AgentParts } from './parts.ts';

type NewAgent = Pick<AgentDocument, 'email' | 'name' | 'role' | 'siteIds' | 'passwordHash'> & {
  founder?: true;
};

/**
 * Stores a new agent.
 * @returns the agent's id
 * @throws Refused `email_taken`, or `already_set_up` where a founder comes too late
 */
export async function addAgent(
  { core, collections, directory }: Pick<AgentParts, 'core' | 'collections' | 'directory'>,
  agent: NewAgent,
): Promise<string> {
  const id = newId();
  try {
    await collections.agents.insertOne({
      ...agent,
      _id: id,
      active: true,
      availability: 'here',
      pictureVersion: null,
      createdAt: new Date(core.clock.now()),
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    throw new Refused(agent.founder ? 'already_set_up' : 'email_taken');
  }
  await directory.reload();
  return id;
}
