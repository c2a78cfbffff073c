import type { MessageChange } from '../../shared/changes.ts';
import type { Author } from '../../shared/entries.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { EDIT_WINDOW_MS } from '../../shared/limits.ts';
import { type Actor, contactIdsOf } from '../core/actor.ts';

/** What is to be changed, as far as it matters for who may. */
export interface Changeable {
  author: Author;
  /** When it was sent, in milliseconds since 1970. */
  at: number;
}

/**
 * Who may change a message that they see: everybody may react; only the author may edit; the author and, so that
 * nothing stays that must not, any admin may remove. A visitor has 15 minutes for both, an agent all the time there is.
 * @param now milliseconds since 1970
 * @returns why not, or null
 */
export function refusalOfChange(
  actor: Actor,
  message: Changeable,
  kind: MessageChange['kind'],
  now: number,
): Extract<ErrorCode, 'not_allowed' | 'edit_too_late'> | null {
  if (kind === 'reacted') return null;
  const tidies = kind === 'removed' && actor.kind === 'agent' && actor.role === 'admin';
  if (!wrote(actor, message.author) && !tidies) return 'not_allowed';
  const late = actor.kind === 'visitor' && now - message.at > EDIT_WINDOW_MS;
  return late ? 'edit_too_late' : null;
}

function wrote(actor: Actor, author: Author): boolean {
  switch (actor.kind) {
    case 'visitor':
      return author.kind === 'contact' && contactIdsOf(actor).includes(author.id);
    case 'agent':
      return author.kind === 'agent' && author.id === actor.id;
  }
}
