import type { Site, WidgetSite } from '../../shared/sites.ts';
import { widgetPolicy } from '../core/http/security-headers.ts';

/** Everything that visitors may know of a site. */
export function presentWidgetSite(site: Site): WidgetSite {
  return {
    key: site.key,
    name: site.name,
    color: site.color,
    greeting: site.greeting,
    position: site.position,
    language: site.language,
    ...(site.preChatForm && { preChatForm: site.preChatForm }),
    ...(site.offlineForm && { offlineForm: site.offlineForm }),
  };
}

/** A site with the line that puts its chat onto a page, and what the page's content security policy has to allow. */
export function presentSite(site: Site, publicUrl: string): Site & { snippet: string; policy: string } {
  return {
    id: site.id,
    key: site.key,
    createdAt: site.createdAt,
    name: site.name,
    color: site.color,
    greeting: site.greeting,
    position: site.position,
    language: site.language,
    origins: site.origins,
    continueWithinHours: site.continueWithinHours,
    categories: site.categories,
    preChatForm: site.preChatForm,
    offlineForm: site.offlineForm,
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
