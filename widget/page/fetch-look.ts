import type { WidgetUnread } from '../../shared/sites.ts';

/** A server that does not answer is asked again after this and at most as much again. */
export const RETRY_MS = 20_000;

/**
 * Asks how the launcher looks, what it says and what is unread.
 *
 * @param languages the most wanted first; what is no tag does no harm, and a list within is read as its parts
 * @returns the look, or what the server refuses and how that is mended; undefined where there was no answer and asking
 *   again may help
 */
export async function fetchLook(
  origin: string,
  siteKey: string,
  token: string | null,
  languages: readonly unknown[],
): Promise<WidgetUnread | { site?: never; code: string; detail: string } | undefined> {
  try {
    const answer = await fetch(
      `${origin}/api/v1/widget/unread?site=${siteKey}&path=${encodeURIComponent(location.pathname)}`,
      {
        credentials: 'omit',
        headers: {
          'Accept-Language': encodeURI(languages as unknown as string),
          ...(token && { Authorization: `Bearer ${encodeURI(token)}` }),
        },
      },
    );
    if (answer.status < 500 && answer.status !== 429) return await answer.json();
  } catch {
    // The same as no answer.
  }
  return undefined;
}
