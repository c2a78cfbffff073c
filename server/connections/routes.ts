import { type ZodType, z } from 'zod';
import { SITE_POSITIONS, WidgetQuery, type WidgetUnread } from '../../shared/sites.ts';
import type { Contacts } from '../contacts/index.ts';
import type { Conversations } from '../conversations/index.ts';
import { type Route, route } from '../core/http/route.ts';
import { presentWidgetSite, type Sites } from '../sites/index.ts';

const UnreadAnswer = z.object({
  site: z.object({
    key: z.string(),
    name: z.string(),
    color: z.string(),
    greeting: z.string(),
    position: z.enum(SITE_POSITIONS),
  }),
  unread: z.number().int(),
}) satisfies ZodType<WidgetUnread>;

interface WidgetRouteDeps {
  sites: Sites;
  contacts: Contacts;
  conversations: Conversations;
}

/** What the loader asks before it draws the launcher. */
export function widgetRoutes({ sites, contacts, conversations }: WidgetRouteDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/widget/unread',
      summary:
        'How a site draws its launcher, and how many messages the visitor of the bearer token has not read.',
      access: 'public',
      query: WidgetQuery,
      answer: UnreadAnswer,
      async handle({ query, origin, bearer }): Promise<WidgetUnread> {
        const site = sites.requireOpen(query.site, origin);
        const visitor = bearer === null ? null : await contacts.visitorOf(site.id, bearer);
        return {
          site: presentWidgetSite(site),
          unread: visitor === null ? 0 : await conversations.forVisitor.unread(visitor),
        };
      },
    }),
  ];
}
