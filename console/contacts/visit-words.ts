/** What is known of a visit, as a person reads it. All of it comes from the visitor's browser: shown, never trusted. */
import { language } from '../words/words.ts';

/** A page's address as shown: its path where it is plain which site it is on. */
export function pageWords(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, search, host } = new URL(url);
  return pathname === '/' ? `${host}/${search}` : `${pathname}${search}`;
}

/** Where a visitor came from: the host, with the path where there is one. */
export function referrerWords(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, pathname } = new URL(url);
  return pathname === '/' ? host : `${host}${pathname}`;
}

/**
 * Only http and https may be followed: an address may say anything. Written as the browser will read it, so that
 * letters that only look like others show.
 */
export function safeLink(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return /^https?:$/.test(protocol) ? href : null;
}

/** `Polish` for `pl`; the tag itself where it has no name. */
export function languageWords(tag: string): string {
  try {
    return new Intl.DisplayNames(language(), { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** `15:10, Warsaw`; null where the time zone is unknown here. */
export function localTimeWords(timezone: string, now: number): string | null {
  try {
    const time = new Intl.DateTimeFormat(language(), {
      timeStyle: 'short',
      timeZone: timezone,
    });
    const place = timezone.split('/').at(-1)?.replaceAll('_', ' ') ?? timezone;
    return `${time.format(now)}, ${place}`;
  } catch {
    return null;
  }
}
