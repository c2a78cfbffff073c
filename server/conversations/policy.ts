import type { Conversation } from '../../shared/conversations.ts';
import { type Actor, type AgentActor, answersFor, contactIdsOf } from '../core/actor.ts';
import { Refused } from '../core/refused.ts';

/** A visitor sees their own conversations, known people on all their devices, an agent those of the sites they answer for. */
function maySee(actor: Actor, conversation: Pick<Conversation, 'siteId' | 'contactId'>): boolean {
  switch (actor.kind) {
    case 'visitor':
      return actor.siteId === conversation.siteId && contactIdsOf(actor).includes(conversation.contactId);
    case 'agent':
      return answersFor(actor, conversation.siteId);
  }
}

/**
 * @param conversation null where there is none
 * @throws Refused `not_found`: what somebody may not see does not exist for them
 */
export function requireSight<Seen extends Pick<Conversation, 'siteId' | 'contactId'>>(
  actor: Actor,
  conversation: Seen | null,
): asserts conversation is Seen {
  if (conversation === null || !maySee(actor, conversation)) throw new Refused('not_found');
}

/** The part of every query that keeps an agent to the sites they answer for. */
export function siteScope(
  agent: AgentActor,
  siteId: string | undefined,
): { siteId?: string | { $in: string[] } } {
  if (siteId !== undefined) return answersFor(agent, siteId) ? { siteId } : { siteId: { $in: [] } };
  return agent.siteIds === null ? {} : { siteId: { $in: agent.siteIds } };
}
