/** Sites: a brand's widget and its settings. */
import { z } from 'zod';
import { VisitorForm } from './forms.ts';
import { HoursSetting, SpecialDaysSetting } from './hours-setting.ts';
import { Id, SiteKey } from './ids.ts';
import { Line, label } from './label.ts';
import { LANGUAGES, type Language } from './languages.ts';
import type { LauncherWords } from './launcher-words.ts';
import {
  AWAY_WORDS_MAX_CHARACTERS,
  CARD_WORDS_MAX_CHARACTERS,
  CATEGORIES_MAX,
  CATEGORY_MAX_CHARACTERS,
  GREETING_MAX_CHARACTERS,
  NAME_MAX_CHARACTERS,
  OFFSET_MAX_PIXELS,
  ORIGINS_MAX,
  PAGE_PATH_MAX_CHARACTERS,
  PLACEHOLDER_MAX_CHARACTERS,
} from './limits.ts';
import { type DrawnLook, LAUNCHERS, type ShownLogo, SITE_THEMES } from './look.ts';

export const SITE_POSITIONS = ['left', 'right'] as const;

/** `https://shop.example`, `https://*.shop.example` or `http://localhost:8080`: scheme, host, port, nothing after. */
const SiteOrigin = z
  .string()
  .max(300)
  .regex(
    /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?$/,
    'An origin looks like https://shop.example, without a path.',
  );

const ownWords = (maxCharacters: number) =>
  label(maxCharacters, 'Write something, or leave it out.').exactOptional();
/** What a site says in one language in place of what the chat says by itself. */
const SiteTexts = z.strictObject({
  greeting: ownWords(GREETING_MAX_CHARACTERS),
  /** Above the place where the first message is written. */
  title: ownWords(CARD_WORDS_MAX_CHARACTERS),
  placeholder: ownWords(PLACEHOLDER_MAX_CHARACTERS),
  /** Where nobody is there. */
  away: ownWords(AWAY_WORDS_MAX_CHARACTERS),
});
export type SiteTexts = z.infer<typeof SiteTexts>;

const Offset = z.number().int().min(0).max(OFFSET_MAX_PIXELS);

export const SiteSettings = z.strictObject({
  name: label(NAME_MAX_CHARACTERS, 'A site needs a name.'),
  /** Six hexadecimal digits after a `#`. */
  color: z.string().regex(/^#[0-9a-f]{6}$/, 'A color looks like #4b3fd6.'),
  theme: z.enum(SITE_THEMES),
  /** In every language in which `texts` has no other. */
  greeting: Line.max(GREETING_MAX_CHARACTERS),
  texts: z.strictObject(
    Object.fromEntries(LANGUAGES.map((language) => [language, SiteTexts.exactOptional()])) as Record<
      Language,
      z.ZodExactOptional<typeof SiteTexts>
    >,
  ),
  position: z.enum(SITE_POSITIONS),
  /** How far launcher and chat stand from the side and from the bottom, in pixels. */
  offsets: z.strictObject({ side: Offset, bottom: Offset }),
  launcher: z.enum(LAUNCHERS),
  /** What the chat speaks where neither the page nor the browser says a language that it knows. */
  language: z.enum(LANGUAGES),
  /** Empty means anywhere. */
  origins: z.array(SiteOrigin).max(ORIGINS_MAX),
  /** Hours for which a resolved conversation without a ticket goes on when the visitor writes again. */
  continueWithinHours: z
    .number()
    .int()
    .min(0)
    .max(24 * 90),
  /** What a ticket's category may be. */
  categories: z.array(label(CATEGORY_MAX_CHARACTERS, 'A category needs a name.')).max(CATEGORIES_MAX),
  /** Asked before a conversation begins; null for nothing. */
  preChatForm: VisitorForm.nullable(),
  /** Asked instead of that where nobody is there; null for what is asked otherwise. */
  offlineForm: VisitorForm.nullable(),
  /** When somebody attends, so that visitors are told when somebody is back; null for nothing said. */
  hours: HoursSetting.nullable(),
  /** Dates on which the hours differ. A setting of its own, so that whoever changes the week alone leaves them. */
  specialDays: SpecialDaysSetting,
  /** Only people for whom the site's own server vouches may chat. */
  signedInOnly: z.boolean(),
  /** A site that is switched off shows no chat and keeps its history. */
  enabled: z.boolean(),
});
export type SiteSettings = z.infer<typeof SiteSettings>;

export const CreateSite = z.strictObject({ name: SiteSettings.shape.name });
export const ChangeSite = SiteSettings.partial();
export type ChangeSite = z.infer<typeof ChangeSite>;

export const DEFAULT_SITE: Omit<SiteSettings, 'name'> = {
  color: '#4b3fd6',
  theme: 'page',
  greeting: 'Hello. What can we do for you?',
  texts: {},
  position: 'right',
  offsets: { side: 20, bottom: 20 },
  launcher: 'bubble',
  language: 'en',
  origins: [],
  continueWithinHours: 24,
  categories: ['Question', 'Order', 'Delivery', 'Returns', 'Billing', 'Bug'],
  preChatForm: null,
  offlineForm: null,
  hours: null,
  specialDays: [],
  signedInOnly: false,
  enabled: true,
};

/** A site's logo as it was drawn anew. */
export const SiteLogo = z.strictObject({
  /** Changes with the picture, and is part of its address. */
  version: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  /** Whether it is square and without holes. */
  fills: z.boolean(),
});
export type SiteLogo = z.infer<typeof SiteLogo>;

/** A site as the console sees it. */
export interface Site extends SiteSettings {
  id: string;
  key: string;
  createdAt: number;
  logo: SiteLogo | null;
}

/** Everything the widget needs to draw itself. What came later may be missing in what a node of before says. */
export interface WidgetSite extends Partial<DrawnLook> {
  key: string;
  name: string;
  color: string;
  greeting: string;
  position: 'left' | 'right';
  language: Language;
  logo?: ShownLogo;
  /** What the site says in words of its own, by language; absent where it says nothing. */
  texts?: SiteSettings['texts'];
  /** What is asked before a conversation; absent where nothing is. */
  preChatForm?: VisitorForm;
  offlineForm?: VisitorForm;
}

/** Who is there to answer, as visitors see it. */
export interface VisitorPresence {
  here: boolean;
  /** First names of at most three agents who are here. */
  agents: { id: string; name: string; pictureUrl: string | null }[];
  /** When the site's hours begin again, where nobody is here outside of them. */
  backAt?: number;
}

/** Within what time somebody usually answers, as it is said: `5 minutes`. */
export interface ReplyWithin {
  count: number;
  unit: 'minute' | 'hour' | 'day';
}

/**
 * What the loader asks before it draws the launcher: `GET /api/v1/widget/unread?site=KEY&path=PATH`, in the languages of
 * `Accept-Language`.
 */
export interface WidgetUnread {
  site: WidgetSite;
  unread: number;
  /** Whether the visitor has conversations, in this browser or, where the site's server vouches for them, in any. */
  known: boolean;
  words: LauncherWords;
}

/**
 * While nodes are renewed, the loader of a newer one asks an older one: what that does not know yet is left out, not
 * refused, because a page without its launcher does not ask again.
 */
export const WidgetQuery = z.object({
  site: SiteKey,
  /** Where on its site the page is, without query. Nobody is refused a chat because it is long. */
  path: z.string().max(PAGE_PATH_MAX_CHARACTERS).exactOptional(),
});
export const LogoQuery = z.strictObject({ site: SiteKey, v: Id });
