/** What visitors may know of a site. */
import { drawLook, type Look, type ShownLogo } from './look.ts';
import type { SiteLogo, SiteSettings, WidgetSite } from './sites.ts';

/** The settings of a site that its chat is drawn from. */
export type ShownSettings = Pick<
  SiteSettings,
  | 'name'
  | 'color'
  | 'theme'
  | 'greeting'
  | 'texts'
  | 'position'
  | 'offsets'
  | 'launcher'
  | 'language'
  | 'preChatForm'
  | 'offlineForm'
>;

/** Where a site's logo is. @param origin the server's */
export function logoAddress(origin: string, key: string, { version }: Pick<SiteLogo, 'version'>): string {
  return `${origin}/api/v1/widget/logo?site=${key}&v=${version}`;
}

/** A site as its chat is told of it. */
export function widgetSiteOf(key: string, site: ShownSettings, logo: Look['logo']): WidgetSite {
  const { preChatForm, offlineForm } = site;
  return {
    key,
    name: site.name,
    color: site.color,
    greeting: site.greeting,
    position: site.position,
    language: site.language,
    ...drawLook({ ...site, logo }),
    ...(logo && { logo: shown(logo) }),
    ...(Object.keys(site.texts).length > 0 && { texts: site.texts }),
    ...(preChatForm && { preChatForm }),
    ...(offlineForm && { offlineForm }),
  };
}

function shown({ url, width, height }: ShownLogo): ShownLogo {
  return { url, width, height };
}
