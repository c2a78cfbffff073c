import type { WidgetUnread } from '../../shared/sites.ts';

/**
 * Asks how the launcher looks and what is unread.
 *
 * @returns the look, or the code of what the server refuses; null where there was no answer and asking again
 *   may help
 */
export async function fetchLook(
  origin: string,
  siteKey: string,
  token: string | null,
): Promise<WidgetUnread | { code: string } | null> {
  try {
    const answer = await fetch(`${origin}/api/v1/widget/unread?site=${encodeURIComponent(siteKey)}`, {
      credentials: 'omit',
      headers: token ? { Authorization: `Bearer ${token}` } : {},
    });
    return answer.status < 500 && answer.status !== 429 ? await answer.json() : null;
  } catch {
    return null;
  }
}
