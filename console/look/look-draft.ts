/** A site's look as it is edited: distances as typed, words of every language. Pure. */
import { LANGUAGES, type Language } from '../../shared/languages.ts';
import { OFFSET_MAX_PIXELS } from '../../shared/limits.ts';
import type { ChangeSite, Site, SiteSettings, SiteTexts } from '../../shared/sites.ts';
import type { LogoDraft } from './logo-draft.ts';

export const TEXT_NAMES = ['greeting', 'title', 'placeholder', 'away'] as const;
export type TextName = (typeof TEXT_NAMES)[number];
/** Empty where the chat speaks its own words. */
export type TextsDraft = Record<TextName, string>;

export interface LookDraft
  extends Pick<SiteSettings, 'color' | 'theme' | 'launcher' | 'position' | 'greeting'> {
  logo: LogoDraft;
  side: string;
  bottom: string;
  texts: Record<Language, TextsDraft>;
}

type LookSettings = Pick<
  SiteSettings,
  'color' | 'theme' | 'launcher' | 'position' | 'greeting' | 'offsets' | 'texts'
>;

export function draftOf(site: Site): LookDraft {
  const { color, theme, launcher, position, greeting, offsets, texts } = site;
  return {
    ...{ color, theme, launcher, position, greeting },
    logo: { kind: 'kept' },
    side: String(offsets.side),
    bottom: String(offsets.bottom),
    texts: Object.fromEntries(
      LANGUAGES.map((language) => [
        language,
        Object.fromEntries(TEXT_NAMES.map((name) => [name, texts[language]?.[name] ?? ''])),
      ]),
    ) as Record<Language, TextsDraft>,
  };
}

/** The settings that a draft stands for. Distances that are none are as before. */
export function settingsOf(site: Site, draft: LookDraft): LookSettings {
  const { color, theme, launcher, position, greeting, side, bottom, texts } = draft;
  return {
    ...{ color, theme, launcher, position, greeting: greeting.trim() },
    offsets: {
      side: isOffset(side) ? Number(side) : site.offsets.side,
      bottom: isOffset(bottom) ? Number(bottom) : site.offsets.bottom,
    },
    texts: Object.fromEntries(
      LANGUAGES.map((language) => [language, said(texts[language])] as const).filter(
        ([, own]) => Object.keys(own).length > 0,
      ),
    ),
  };
}

/** What a draft changes of a site: only what differs, without the logo. */
export function changesOf(site: Site, draft: LookDraft): ChangeSite {
  const settings = settingsOf(site, draft);
  const before = settingsOf(site, draftOf(site));
  const names = (Object.keys(settings) as (keyof LookSettings)[]).filter(
    (name) => JSON.stringify(settings[name]) !== JSON.stringify(before[name]),
  );
  return Object.fromEntries(names.map((name) => [name, settings[name]]));
}

/** How many fields differ. What is no distance differs too, and is told at its field when it is saved. */
export function countChanges(site: Site, draft: LookDraft): number {
  const wrong = [draft.side, draft.bottom].filter((typed) => !isOffset(typed)).length;
  return Object.keys(changesOf(site, draft)).length + wrong + Number(changesLogo(site, draft));
}

function changesLogo(site: Site, { logo }: LookDraft): boolean {
  return logo.kind === 'new' || (logo.kind === 'none' && site.logo !== null);
}

/** Whether this is how far a chat may stand from an edge, in pixels. */
export function isOffset(typed: string): boolean {
  return /^\d{1,3}$/.test(typed.trim()) && Number(typed) <= OFFSET_MAX_PIXELS;
}

function said(texts: TextsDraft): SiteTexts {
  const own = TEXT_NAMES.map((name) => [name, texts[name].trim()] as const);
  return Object.fromEntries(own.filter(([, text]) => text !== ''));
}
