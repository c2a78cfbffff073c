import type { SiteLogo } from '../../shared/sites.ts';
import type { SmallPictures } from '../core/small-pictures.ts';

/** How logos are kept. The header shows them 36 points high; four times that, for sharp screens and for the launcher. */
export const LOGOS = {
  model: 'SiteLogo',
  collection: 'site_logos',
  owner: 'siteId',
  size: { width: 480, height: 144, fit: 'inside', withoutEnlargement: true },
} as const;
/** Sides may differ by so much in a logo that is cut into a circle. */
const SQUARE_WITHIN = 1.05;

/**
 * Keeps a picture for a site's logo.
 * @returns what the site knows of it
 * @throws Refused as `redrawSmall`
 */
export async function keepLogo(logos: SmallPictures, siteId: string, sent: Buffer): Promise<SiteLogo> {
  const { version, width, height, isOpaque } = await logos.keep(siteId, sent);
  const isSquare = Math.max(width, height) <= Math.min(width, height) * SQUARE_WITHIN;
  return { version, width, height, fills: isOpaque && isSquare };
}
