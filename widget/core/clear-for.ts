import { newClientId } from './ids.ts';
import type { LocalStore } from './local-store.ts';

/** People whose unsent messages wait in this browser. */
const ASIDE_MAX = 20;

interface Kept {
  local: LocalStore;
  /** What the browser would not keep. */
  memory: Map<string, string>;
  siteKey: string;
}

/**
 * Forgets what the browser knows of whoever used it, the secret as well. What has not been sent is kept apart for who
 * has written it.
 *
 * @param id whose it is now; null for somebody whom the page does not name
 * @param secret by which the browser is known from now on, where that is known already
 */
export function clearFor({ local, memory, siteKey }: Kept, id: string | null, secret?: string): void {
  const before = local.get('person');
  const aside = new Map<string, string>(JSON.parse(local.get('aside') ?? '[]'));
  let scope = local.get('scope');
  if (before !== id || secret) {
    aside.set(before ?? '', scope ?? '');
    scope = (secret ? undefined : aside.get(id ?? '')) ?? `:${newClientId()}`;
  }
  memory.clear();
  for (const name of namesKept(`parley:${siteKey}:`)) local.set(name, null);
  local.set('aside', JSON.stringify([...aside].slice(-ASIDE_MAX)));
  local.set('person', id);
  if (secret) {
    local.set('token', secret);
    local.set('known', '1');
  }
  // The last: by this other tabs notice.
  local.set('scope', scope);
}

function namesKept(prefix: string): string[] {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    return keys.map((key) => key.slice(prefix.length));
  } catch {
    return []; // refused: all there was lived in memory
  }
}
