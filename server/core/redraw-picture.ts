import type { ResizeOptions } from 'sharp';
import { FewAtOnce } from './few-at-once.ts';
import type { Log } from './log.ts';
import { Refused } from './refused.ts';

/** A few kilobytes can unpack to gigabytes of pixels; no camera makes more than this. */
export const PIXELS_MAX = 60_000_000;
/** Each may take some 200 MB of memory and a second of a processor. */
const AT_ONCE = 2;
const WAITING_MAX = 50;

/** Pictures of all kinds wait for each other. */
export const pictureTurns = new FewAtOnce(AT_ONCE, WAITING_MAX);

/** A small picture made anew. */
export interface SmallPicture {
  /** WebP. */
  bytes: Buffer;
  width: number;
  height: number;
  /** Whether nothing shines through it. */
  isOpaque: boolean;
}

/**
 * Makes a small picture anew from the pixels of what was sent, so that nothing else of it stays, neither where it was
 * taken nor anything hidden behind the image.
 * @param size how small, and how it is fitted in
 * @throws Refused `unsupported_type` for anything that is not a PNG, JPEG or WebP through and through, `busy` where too
 *   many wait
 */
export async function redrawSmall(sent: Buffer, size: ResizeOptions, log: Log): Promise<SmallPicture> {
  if (!looksLikePicture(sent)) throw new Refused('unsupported_type');
  return pictureTurns.run(() => draw(sent, size, log));
}

/** By the first bytes; what the sender calls it means nothing. */
function looksLikePicture(bytes: Buffer): boolean {
  const ascii = (from: number, to: number) => bytes.toString('latin1', from, to);
  const isPng = ascii(0, 8) === '\x89PNG\r\n\x1a\n';
  const isJpeg = ascii(0, 3) === '\xff\xd8\xff';
  const isWebp = ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP';
  return isPng || isJpeg || isWebp;
}

async function draw(sent: Buffer, size: ResizeOptions, log: Log): Promise<SmallPicture> {
  // Loaded when first needed: the library takes longer to load than the rest of the server to start.
  const { default: sharp } = await import('sharp');
  try {
    const { data, info } = await sharp(sent, { limitInputPixels: PIXELS_MAX, pages: 1, failOn: 'error' })
      .autoOrient()
      .resize(size)
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true });
    const { isOpaque } = await sharp(data).stats();
    return { bytes: data, width: info.width, height: info.height, isOpaque };
  } catch (error) {
    log.debug({ err: error }, 'A picture could not be read.');
    throw new Refused('unsupported_type');
  }
}
