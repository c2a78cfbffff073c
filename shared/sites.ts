/** Sites: a brand's widget and its settings. */
import { z } from 'zod';
import { VisitorForm } from './forms.ts';
import { SiteKey } from './ids.ts';
import { Line, label } from './label.ts';
import { LANGUAGES, type Language } from './languages.ts';
import type { LauncherWords } from './launcher-words.ts';
import {
  CATEGORIES_MAX,
  CATEGORY_MAX_CHARACTERS,
  GREETING_MAX_CHARACTERS,
  NAME_MAX_CHARACTERS,
  ORIGINS_MAX,
} from './limits.ts';

export const SITE_POSITIONS = ['left', 'right'] as const;

/** `https://shop.example`, `https://*.shop.example` or `http://localhost:8080`: scheme, host, port, nothing after. */
const SiteOrigin = z
  .string()
  .max(300)
  .regex(
    /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?$/,
    'An origin looks like https://shop.example, without a path.',
  );

export const SiteSettings = z.strictObject({
  name: label(NAME_MAX_CHARACTERS, 'A site needs a name.'),
  /** Six hexadecimal digits after a `#`. */
  color: z.string().regex(/^#[0-9a-f]{6}$/, 'A color looks like #4b3fd6.'),
  greeting: Line.max(GREETING_MAX_CHARACTERS),
  position: z.enum(SITE_POSITIONS),
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
  greeting: 'Hello. What can we do for you?',
  position: 'right',
  language: 'en',
  origins: [],
  continueWithinHours: 24,
  categories: ['Question', 'Order', 'Delivery', 'Returns', 'Billing', 'Bug'],
  preChatForm: null,
  offlineForm: null,
  signedInOnly: false,
  enabled: true,
};

/** A site as the console sees it. */
export interface Site extends SiteSettings {
  id: string;
  key: string;
  createdAt: number;
}

/** Everything the widget needs to draw itself. */
export interface WidgetSite {
  key: string;
  name: string;
  color: string;
  greeting: string;
  position: 'left' | 'right';
  language: Language;
  /** What is asked before a conversation; absent where nothing is. */
  preChatForm?: VisitorForm;
  offlineForm?: VisitorForm;
}

/** Who is there to answer, as visitors see it. */
export interface VisitorPresence {
  here: boolean;
  /** First names of at most three agents who are here. */
  agents: { id: string; name: string; pictureUrl: string | null }[];
}

/** Within what time somebody usually answers, as it is said: `5 minutes`. */
export interface ReplyWithin {
  count: number;
  unit: 'minute' | 'hour' | 'day';
}

/**
 * What the loader asks before it draws the launcher: `GET /api/v1/widget/unread?site=KEY`, in the languages of
 * `Accept-Language`.
 */
export interface WidgetUnread {
  site: WidgetSite;
  unread: number;
  /** Whether the visitor has conversations, in this browser or, where the site's server vouches for them, in any. */
  known: boolean;
  words: LauncherWords;
}

export const WidgetQuery = z.strictObject({ site: SiteKey });
