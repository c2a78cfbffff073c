import type { z } from 'zod';
import type { ChangeProfile } from '../../shared/agents.ts';
import type { AgentDocument } from './model.ts';
import type { AgentParts } from './parts.ts';

/** An agent changes their own name or language, or says whether to be counted on. */
export async function changeProfile(
  { collections, directory }: AgentParts,
  agentId: string,
  { name, availability, language }: z.output<typeof ChangeProfile>,
): Promise<void> {
  const fields: Partial<AgentDocument> = {
    ...(name !== undefined && { name }),
    ...(availability !== undefined && { availability }),
    ...(language !== undefined && { language }),
  };
  if (Object.keys(fields).length === 0) return;
  await collections.agents.updateOne({ _id: agentId }, { $set: fields });
  await directory.reload();
}
