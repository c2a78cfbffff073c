import type { WidgetUnread } from '../../shared/sites.ts';

/**
 * Asks how the launcher looks, what it says and what is unread.
 *
 * @param languages separated by commas, the most wanted first; what is no tag does no harm
 * @returns the look, or what the server refuses and how that is mended; undefined where there was no answer and asking again
 *   may help
 */
export async function fetchLook(
  origin: string,
  siteKey: string,
  token: string | null,
  languages: string,
): Promise<WidgetUnread | { site?: never; code: string; detail: string } | undefined> {
  try {
    const answer = await fetch(`${origin}/api/v1/widget/unread?site=${siteKey}`, {
      credentials: 'omit',
      headers: {
        'Accept-Language': encodeURI(languages),
        ...(token && { Authorization: `Bearer ${token}` }),
      },
    });
    if (answer.status < 500 && answer.status !== 429) return await answer.json();
  } catch {
    // The same as no answer.
  }
  return undefined;
}
