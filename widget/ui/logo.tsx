import type { WidgetSite } from '../../shared/sites.ts';

/** The site's logo, where it has one. @param named where its name does not stand beside it */
export function Logo({ site, named }: { site: WidgetSite; named?: boolean }) {
  return site.logo ? (
    <img class="logo" {...site.logo} src={site.logo.url} alt={named ? site.name : ''} />
  ) : null;
}
