import type { Look } from '../../shared/look.ts';
import type { Site } from '../../shared/sites.ts';
import { logoAddress } from '../../shared/widget-site.ts';

/** A site's logo as its chat shows it. */
export function keptLogo({ key, logo }: Pick<Site, 'key' | 'logo'>): Look['logo'] {
  return logo && { ...logo, url: logoAddress(location.origin, key, logo) };
}
