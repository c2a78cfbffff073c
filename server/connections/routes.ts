import { type ZodType, z } from 'zod';
import { VisitorForm } from '../../shared/forms.ts';
import { chooseLanguage, LANGUAGES } from '../../shared/languages.ts';
import { LAUNCHER_WORDS } from '../../shared/launcher-words.ts';
import { SITE_POSITIONS, SiteSettings, WidgetQuery, type WidgetUnread } from '../../shared/sites.ts';
import type { Contacts } from '../contacts/index.ts';
import type { Conversations } from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import { type Route, route } from '../core/http/route.ts';
import { Refused } from '../core/refused.ts';
import type { IdentityKeys } from '../identity/index.ts';
import type { Sightings } from '../sightings/index.ts';
import type { Sites } from '../sites/index.ts';
import { whoAsks } from './who-asks.ts';

const UnreadAnswer = z.object({
  site: z.object({
    key: z.string(),
    name: z.string(),
    color: z.string(),
    greeting: z.string(),
    position: z.enum(SITE_POSITIONS),
    language: z.enum(LANGUAGES),
    style: z.string(),
    icon: z.string(),
    logo: z.object({ url: z.string(), width: z.number().int(), height: z.number().int() }).exactOptional(),
    texts: SiteSettings.shape.texts.exactOptional(),
    preChatForm: VisitorForm.exactOptional(),
    offlineForm: VisitorForm.exactOptional(),
  }),
  unread: z.number().int(),
  known: z.boolean(),
  words: z.object({ open: z.string(), close: z.string(), unread: z.string(), failed: z.string() }),
}) satisfies ZodType<WidgetUnread>;

interface WidgetRouteDeps {
  sites: Sites;
  contacts: Contacts;
  identityKeys: IdentityKeys;
  clock: Clock;
  conversations: Conversations;
  sightings: Sightings;
}

/** What the loader asks before it draws the launcher. */
export function widgetRoutes({ sites, conversations, sightings, ...who }: WidgetRouteDeps): Route[] {
  const requireOpen = (key: string, origin: string | null, address: string, path = '') => {
    const note = (refused: Refused | null) => {
      const seen = { siteId: sites.byKey(key)?.id ?? '', origin, page: null, address };
      sightings.note(seen, refused);
      if (path !== '') sightings.note({ ...seen, page: `${origin}${path}` }, refused);
    };
    try {
      const site = sites.requireOpen(key, origin);
      note(null);
      return site;
    } catch (error) {
      if (error instanceof Refused) note(error);
      throw error;
    }
  };
  return [
    route({
      method: 'get',
      path: '/widget/unread',
      summary:
        'How a site draws its launcher, in which words (Accept-Language), and how many messages the visitor of the bearer token has not read: a browser’s secret, or a JWT as of identify().',
      access: 'public',
      query: WidgetQuery,
      answer: UnreadAnswer,
      async handle({ query, origin, bearer, languages, address }): Promise<WidgetUnread> {
        const site = requireOpen(query.site, origin, address, query.path);
        const visitor = await whoAsks(who, site, bearer);
        const { language } = chooseLanguage([...languages, site.language]);
        return {
          site: sites.forWidget(site),
          words: LAUNCHER_WORDS[language],
          ...(visitor ? await conversations.forVisitor.unread(visitor) : { unread: 0, known: false }),
        };
      },
    }),
  ];
}
