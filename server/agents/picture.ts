import type { AgentParts } from './parts.ts';

/** Faces are shown at 40 points at most; twice that and some for sharp screens. */
const SIDE_PIXELS = 128;

/** How agents' pictures are kept. */
export const AGENT_PICTURES = {
  model: 'AgentPicture',
  collection: 'agent_pictures',
  owner: 'ownerId',
  size: { width: SIDE_PIXELS, height: SIDE_PIXELS, fit: 'cover' },
} as const;

/**
 * Gives an agent a picture.
 * @throws Refused as `redrawSmall`
 */
export async function setPicture(parts: AgentParts, agentId: string, sent: Buffer): Promise<void> {
  const { version } = await parts.pictures.keep(agentId, sent);
  await change(parts, agentId, version);
}

export function removePicture(parts: AgentParts, agentId: string): Promise<void> {
  return change(parts, agentId, null);
}

async function change(
  { collections, pictures, directory }: AgentParts,
  agentId: string,
  pictureVersion: string | null,
): Promise<void> {
  const before = await collections.agents.findOneAndUpdate({ _id: agentId }, { $set: { pictureVersion } });
  await pictures.drop(agentId, before?.pictureVersion);
  await directory.reload();
}
