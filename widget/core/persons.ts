/** Whose browser this is, as far as the page says. */
import type { LocalStore } from './local-store.ts';

/** Whom `identify()` speaks of: null where it says that nobody is signed in, undefined where it says nothing. */
export function idIn(identity: unknown): string | null | undefined {
  return identity === null ? null : `${Object(identity).id ?? ''}`.trim() || undefined;
}

/** Whether the page speaks of somebody else than before. The first one it names stays with what there is. */
export function isAnother(local: LocalStore, id: string | null | undefined): boolean {
  const before = local.get('person') ?? id ?? null;
  local.set('person', before);
  return id !== undefined && id !== before;
}
