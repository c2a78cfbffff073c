import type { mongo } from 'mongoose';
import { newId } from '../core/ids.ts';
import { redrawSmall } from '../core/redraw-picture.ts';
import { Refused } from '../core/refused.ts';
import type { AgentParts } from './parts.ts';

/** Faces are shown at 40 points at most; twice that and some for sharp screens. */
const SIDE_PIXELS = 128;

/**
 * Gives an agent a picture.
 * @throws Refused as `redrawSmall`
 */
export async function setPicture(parts: AgentParts, agentId: string, sent: Buffer): Promise<void> {
  const size = { width: SIDE_PIXELS, height: SIDE_PIXELS, fit: 'cover' } as const;
  const { bytes } = await redrawSmall(sent, size, parts.core.log);
  const version = newId();
  const { agents, pictures } = parts.collections;
  // The driver stores a Buffer as Binary; its types know only the latter.
  const kept = { version, bytes: bytes as unknown as mongo.Binary };
  await pictures.replaceOne({ _id: agentId }, kept, { upsert: true });
  await agents.updateOne({ _id: agentId }, { $set: { pictureVersion: version } });
  await parts.directory.reload();
}

export async function removePicture({ collections, directory }: AgentParts, agentId: string): Promise<void> {
  await collections.agents.updateOne({ _id: agentId }, { $set: { pictureVersion: null } });
  await collections.pictures.deleteOne({ _id: agentId });
  await directory.reload();
}

/**
 * @returns WebP
 * @throws Refused `not_found`, also for a version that is not today's: each address has ever one picture
 */
export async function readPicture(
  { collections }: AgentParts,
  agentId: string,
  version: string,
): Promise<Buffer> {
  const picture = await collections.pictures.findOne({ _id: agentId, version });
  if (picture === null) throw new Refused('not_found');
  return Buffer.from(picture.bytes.buffer);
}
