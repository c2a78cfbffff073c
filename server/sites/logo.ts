import type { mongo } from 'mongoose';
import type { SiteLogo } from '../../shared/sites.ts';
import { newId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import { redrawSmall } from '../core/redraw-picture.ts';
import { Refused } from '../core/refused.ts';
import type { LogoDocument } from './model.ts';

/** The header shows it 36 points high; four times that, for sharp screens and for the launcher. */
const SIZE = { width: 480, height: 144, fit: 'inside', withoutEnlargement: true } as const;
/** Sides may differ by so much in a logo that is cut into a circle. */
const SQUARE_WITHIN = 1.05;

/**
 * Keeps a picture for a site's logo, beside the one that is shown until the site knows of this one.
 * @returns what the site knows of it
 * @throws Refused as `redrawSmall`
 */
export async function keepLogo(
  logos: mongo.Collection<LogoDocument>,
  siteId: string,
  sent: Buffer,
  log: Log,
): Promise<SiteLogo> {
  const { bytes, width, height, isOpaque } = await redrawSmall(sent, SIZE, log);
  const version = newId();
  // The driver stores a Buffer as Binary; its types know only the latter.
  await logos.insertOne({ _id: version, siteId, bytes: bytes as unknown as mongo.Binary });
  const isSquare = Math.max(width, height) <= Math.min(width, height) * SQUARE_WITHIN;
  return { version, width, height, fills: isOpaque && isSquare };
}

/**
 * @returns WebP
 * @throws Refused `not_found`, also for a version that is not today's: each address has ever one picture
 */
export async function readLogo(
  logos: mongo.Collection<LogoDocument>,
  siteId: string,
  version: string,
): Promise<Buffer> {
  const logo = await logos.findOne({ _id: version, siteId });
  if (logo === null) throw new Refused('not_found');
  return Buffer.from(logo.bytes.buffer);
}
