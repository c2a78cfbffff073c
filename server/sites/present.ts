import type { Site, WidgetSite } from '../../shared/sites.ts';
import { logoAddress, widgetSiteOf } from '../../shared/widget-site.ts';
import { widgetPolicy } from '../core/http/security-headers.ts';

/** Everything that visitors may know of a site. */
export function presentWidgetSite(site: Site, publicUrl: string): WidgetSite {
  const logo = site.logo && { ...site.logo, url: logoAddress(publicUrl, site.key, site.logo) };
  return widgetSiteOf(site.key, site, logo);
}

/** A site with the line that puts its chat onto a page, and what the page's content security policy has to allow. */
export function presentSite(site: Site, publicUrl: string): Site & { snippet: string; policy: string } {
  return {
    id: site.id,
    key: site.key,
    createdAt: site.createdAt,
    name: site.name,
    logo: site.logo,
    color: site.color,
    theme: site.theme,
    greeting: site.greeting,
    texts: site.texts,
    position: site.position,
    offsets: site.offsets,
    launcher: site.launcher,
    language: site.language,
    origins: site.origins,
    continueWithinHours: site.continueWithinHours,
    categories: site.categories,
    preChatForm: site.preChatForm,
    offlineForm: site.offlineForm,
    hours: site.hours,
    specialDays: site.specialDays,
    signedInOnly: site.signedInOnly,
    enabled: site.enabled,
    snippet: snippetOf(site, publicUrl),
    policy: widgetPolicy(publicUrl),
  };
}

/** The script tag for a customer's page. Neither the address nor the key can hold anything to be escaped. */
export function snippetOf(site: Pick<Site, 'key'>, publicUrl: string): string {
  return `<script async src="${publicUrl}/widget.js" data-site="${site.key}"></script>`;
}
