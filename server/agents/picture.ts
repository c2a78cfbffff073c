import type { mongo } from 'mongoose';
import type { Core } from '../core/core.ts';
import { newId } from '../core/ids.ts';
import { Refused } from '../core/refused.ts';
import type { AgentParts } from './parts.ts';

export const PICTURE_MEDIA_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;
/** Faces are shown at 40 points at most; twice that and some for sharp screens. */
const SIDE_PIXELS = 128;
/** A few kilobytes can unpack to gigabytes of pixels; no camera makes more than this. */
const PIXELS_MAX = 60_000_000;

/**
 * Gives an agent a picture: made anew from the pixels of what was sent, so that nothing else of it stays, neither
 * where it was taken nor anything hidden behind the image.
 * @throws Refused `unsupported_type` for anything that is not a PNG, JPEG or WebP through and through
 */
export async function setPicture(parts: AgentParts, agentId: string, sent: Buffer): Promise<void> {
  if (!looksLikePicture(sent)) throw new Refused('unsupported_type');
  const bytes = await redrawn(sent, parts.core);
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

/** By the first bytes; what the sender calls it means nothing. */
function looksLikePicture(bytes: Buffer): boolean {
  const ascii = (from: number, to: number) => bytes.toString('latin1', from, to);
  const isPng = ascii(0, 8) === '\x89PNG\r\n\x1a\n';
  const isJpeg = ascii(0, 3) === '\xff\xd8\xff';
  const isWebp = ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP';
  return isPng || isJpeg || isWebp;
}

async function redrawn(sent: Buffer, { log }: Core): Promise<Buffer> {
  // Loaded when first needed: the library takes longer to load than the rest of the server to start.
  const { default: sharp } = await import('sharp');
  try {
    return await sharp(sent, { limitInputPixels: PIXELS_MAX, pages: 1, failOn: 'error' })
      .autoOrient()
      .resize(SIDE_PIXELS, SIDE_PIXELS, { fit: 'cover' })
      .webp({ quality: 82 })
      .toBuffer();
  } catch (error) {
    log.debug({ err: error }, 'A picture could not be read.');
    throw new Refused('unsupported_type');
  }
}
