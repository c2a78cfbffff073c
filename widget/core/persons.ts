/** Whose browser this is, as far as the page says. */
import { newVisitorToken } from './ids.ts';
import type { LocalStore } from './local-store.ts';

/** Whom `identify()` speaks of: null where it says that nobody is signed in, undefined where it says nothing. */
export function idIn(identity: unknown): string | null | undefined {
  return identity === null ? null : `${Object(identity).id ?? ''}`.trim() || undefined;
}

/** Whether the page speaks of somebody else than before. The first one it names stays with what there is. */
export function isAnother(local: LocalStore, id: string | null | undefined): boolean {
  const before = local.get('person');
  if (before === null && id) local.set('person', id);
  return id !== undefined && id !== (before ?? id);
}

/**
 * The secret by which the server knows this browser, newly minted where there is none. What is kept is never written
 * again: another tab may be taking it away for somebody else in this moment, and it would be back.
 */
export function visitorToken(local: LocalStore): string {
  const kept = local.get('token');
  const token = kept ?? newVisitorToken();
  if (!kept) local.set('token', token);
  return token;
}
