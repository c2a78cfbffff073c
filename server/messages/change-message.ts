import type { z } from 'zod';
import type { ChangeMessage } from '../../shared/changes.ts';
import type { Author } from '../../shared/entries.ts';
import { MESSAGE_EDITS_MAX, MESSAGE_REACTIONS_MAX } from '../../shared/limits.ts';
import {
  type AppendRequest,
  type Conversations,
  requireSight,
  type WrittenEntry,
} from '../conversations/index.ts';
import type { Actor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { refusalOfChange } from './policy.ts';

/**
 * An edit, a removal or a reaction: an entry that names what it changes. It is decided on the message and on all
 * that has changed it so far, read again before each attempt, so that nothing is edited that is already gone.
 */
export function changeOf(
  { conversations, clock }: { conversations: Conversations; clock: Clock },
  actor: Actor,
  { conversationId, clientId, target, change }: z.output<typeof ChangeMessage>,
): AppendRequest<WrittenEntry> {
  return {
    conversationId,
    clientId,
    author: authorOf(actor),
    intent: { ...change, target },
    prepare: () => conversations.written(conversationId, { clientId: target }),
    decide(conversation, { entry, changes }) {
      requireSight(actor, conversation);
      // What a visitor does not see is not there.
      if (actor.kind === 'visitor' && entry.visibility !== 'public') throw new Refused('not_found');
      if (changes.some(({ kind }) => kind === 'removed')) throw new Refused('already_removed');
      const refusal = refusalOfChange(actor, entry, change.kind, clock.now());
      if (refusal !== null) throw new Refused(refusal);
      const closed = entry.kind === 'message' && conversation.ticket?.status === 'closed';
      if (change.kind === 'edited' && closed) throw new Refused('ticket_closed');
      if (isTooMany(change.kind, changes)) throw new Refused('changed_too_often');
      return { ...change, of: entry.kind, target };
    },
  };
}

function isTooMany(kind: 'edited' | 'removed' | 'reacted', changes: WrittenEntry['changes']): boolean {
  const most = { edited: MESSAGE_EDITS_MAX, removed: 1, reacted: MESSAGE_REACTIONS_MAX }[kind];
  return changes.filter((change) => change.kind === kind).length >= most;
}

/** @throws Refused `not_found` for a visitor who has never written: there is nothing to change */
function authorOf(actor: Actor): Author {
  if (actor.kind === 'agent') return { kind: 'agent', id: actor.id };
  if (actor.contactId === null) throw new Refused('not_found');
  return { kind: 'contact', id: actor.contactId };
}
