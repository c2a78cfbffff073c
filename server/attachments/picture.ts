import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Log } from '../core/log.ts';
import { PIXELS_MAX, pictureTurns } from '../core/redraw-picture.ts';
import { Refused } from '../core/refused.ts';

/** What is shown as a picture, by the media type that the first bytes tell; each is written as what it was. */
const FORMATS = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
} as const;
export type PictureType = keyof typeof FORMATS;

/** Larger than any screen shows. */
const SIDE_MAX = 4_096;
const THUMBNAIL_SIDE = 640;

export function isPictureType(type: string): type is PictureType {
  return Object.hasOwn(FORMATS, type);
}

export function extensionOf(type: PictureType): string {
  return FORMATS[type] === 'jpeg' ? 'jpg' : FORMATS[type];
}

/** A picture made anew. `read` gives its bytes. */
export interface Redrawn {
  width: number;
  height: number;
  picture(): AsyncIterable<Uint8Array>;
  /** WebP. */
  thumbnail(): AsyncIterable<Uint8Array>;
}

/**
 * Draws a picture anew from its pixels, so that nothing else of it stays: neither where it was taken nor anything
 * hidden in it or behind it. Goes over files of its own, which are gone afterwards, so that no picture is in memory
 * as it was sent.
 * @param use what to do with it while it is there
 * @throws Refused `unsupported_type` for what is not a whole picture of this type or has too many pixels
 */
export async function redraw<T>(
  source: AsyncIterable<Uint8Array>,
  type: PictureType,
  log: Log,
  use: (redrawn: Redrawn) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-picture-'));
  const [sent, picture, thumbnail] = ['sent', 'picture', 'thumbnail'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  try {
    await pipeline(source, createWriteStream(sent, { mode: 0o600 }));
    const size = await pictureTurns.run(() => draw({ sent, picture, thumbnail }, type, log));
    return await use({
      ...size,
      picture: () => createReadStream(picture),
      thumbnail: () => createReadStream(thumbnail),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function draw(
  { sent, picture, thumbnail }: { sent: string; picture: string; thumbnail: string },
  type: PictureType,
  log: Log,
): Promise<{ width: number; height: number }> {
  // Loaded when first needed: the library takes longer to load than the rest of the server to start.
  const { default: sharp } = await import('sharp');
  const format = FORMATS[type];
  const isAnimated = format === 'gif' || format === 'webp';
  // All pages of a moving picture count together.
  const options = { limitInputPixels: PIXELS_MAX, failOn: 'error' } as const;
  try {
    const { format: found } = await sharp(sent, options).metadata();
    if (found !== format) throw new Error(`It is ${found}.`);
    const bounded = { fit: 'inside', withoutEnlargement: true } as const;
    const { width, height, pageHeight } = await sharp(sent, { ...options, pages: isAnimated ? -1 : 1 })
      .autoOrient()
      .resize(SIDE_MAX, SIDE_MAX, bounded)
      .toFormat(format, format === 'png' ? {} : format === 'gif' ? { effort: 3 } : { quality: 86 })
      .toFile(picture);
    await sharp(picture, { pages: 1 })
      .resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, bounded)
      .webp({ quality: 80 })
      .toFile(thumbnail);
    return { width, height: pageHeight ?? height };
  } catch (error) {
    log.debug({ err: error }, 'A picture could not be read.');
    throw new Refused('unsupported_type', {
      message: 'This picture is damaged, or has more than 60 million pixels.',
    });
  }
}
