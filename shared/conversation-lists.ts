/** Which conversations a view holds and in what order: the server's queries and the console's live lists agree here. */
import type { Conversation, ConversationOrder, ConversationView } from './conversations.ts';

/** Whether a conversation belongs into a view of this agent. Without entries it belongs nowhere. */
export function belongsTo(view: ConversationView, conversation: Conversation, agentId: string): boolean {
  if (conversation.lastSeq === 0) return false;
  switch (view) {
    case 'open':
      return conversation.status === 'open';
    case 'mine':
      return conversation.status === 'open' && conversation.assigneeId === agentId;
    case 'unassigned':
      return conversation.status === 'open' && conversation.assigneeId === null;
    case 'resolved':
      return conversation.status === 'resolved';
  }
}

/** Negative where `a` stands above `b`. Total: ties are broken by id. */
export function compareConversations(order: ConversationOrder, a: Conversation, b: Conversation): number {
  const waiting = Number(b.waitingSince !== null) - Number(a.waitingSince !== null);
  if (waiting !== 0) return waiting;
  const byTime =
    order === 'longest_waiting' && a.waitingSince !== null && b.waitingSince !== null
      ? a.waitingSince - b.waitingSince
      : b.lastAt - a.lastAt;
  return byTime || (a.id < b.id ? -1 : 1);
}
