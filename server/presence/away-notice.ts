import type { Conversations, SideEffect } from '../conversations/index.ts';
import { Refused } from '../core/refused.ts';
import type { Presence } from './presence.ts';

/**
 * Tells a visitor who begins to wait that nobody is there, once until somebody answers: an entry of the
 * conversation, so that agents see what was said.
 */
export function awayNotice(conversations: Conversations, presence: Presence): SideEffect {
  return {
    name: 'away-notice',
    wants: (entry, conversation) =>
      entry.kind === 'message' &&
      entry.author.kind === 'contact' &&
      (conversation === null ||
        (!conversation.awayTold &&
          conversation.waitingSince === entry.at &&
          !presence.forVisitors(conversation.siteId).here)),
    async run({ conversationId, seq }) {
      const { siteId } = await conversations.log.peek(conversationId);
      if (presence.forVisitors(siteId).here) return;
      await conversations
        .append({
          conversationId,
          clientId: `away-notice:${seq}`,
          author: { kind: 'system', id: 'away-notice' },
          intent: { kind: 'away_told' },
          decide(conversation) {
            // Told already, answered meanwhile, or resolved: there is nothing to tell any more.
            if (conversation.awayTold || conversation.waitingSince === null)
              throw new Refused('already_resolved');
            return { kind: 'away_told' };
          },
        })
        .catch((error: unknown) => {
          if (!(error instanceof Refused) || error.code !== 'already_resolved') throw error;
        });
    },
  };
}
