import type { z } from 'zod';
import type { AssignConversation, ChangeConversation } from '../../shared/conversations.ts';
import type { AgentActor, VisitorActor } from '../core/actor.ts';
import { Refused } from '../core/refused.ts';
import type { AppendRequest } from './log.ts';
import { requireSight } from './policy.ts';

/**
 * An agent takes a conversation, gives it to somebody, or lets it go. A claim that comes too late is refused, and one
 * for somebody who would not see the conversation.
 */
export function assignment(
  agent: AgentActor,
  input: z.output<typeof AssignConversation>,
  agents: { answersFor(agentId: string, siteId: string): boolean },
): AppendRequest {
  const { conversationId, clientId, assigneeId, expectedAssigneeId } = input;
  return {
    conversationId,
    clientId,
    author: { kind: 'agent', id: agent.id },
    intent: { kind: 'assigned', assigneeId },
    decide(conversation) {
      requireSight(agent, conversation);
      if (conversation.assigneeId !== expectedAssigneeId) throw new Refused('already_assigned');
      if (assigneeId !== null && !agents.answersFor(assigneeId, conversation.siteId)) {
        const message = 'This agent does not answer for this site.';
        throw new Refused('invalid_input', { errors: [{ path: 'assigneeId', message }] });
      }
      return { kind: 'assigned', assigneeId };
    },
  };
}

/** An agent ends a conversation; its ticket, if there is one, is solved with it. */
export function resolution(agent: AgentActor, input: z.output<typeof ChangeConversation>): AppendRequest {
  return {
    ...input,
    author: { kind: 'agent', id: agent.id },
    intent: { kind: 'resolved' },
    decide(conversation) {
      requireSight(agent, conversation);
      if (conversation.status === 'resolved') throw new Refused('already_resolved');
      return { kind: 'resolved', ticketStatus: 'solved' };
    },
  };
}

/**
 * A visitor ends a conversation. One that has become a ticket goes on until that is solved: what was promised is not
 * taken back by somebody who leaves.
 */
export function ending(
  visitor: VisitorActor & { contactId: string },
  input: z.output<typeof ChangeConversation>,
): AppendRequest {
  return {
    ...input,
    author: { kind: 'contact', id: visitor.contactId },
    intent: { kind: 'resolved' },
    decide(conversation) {
      requireSight(visitor, conversation);
      if (conversation.status === 'resolved') throw new Refused('already_resolved');
      if (conversation.ticket !== null) throw new Refused('ticket_exists');
      return { kind: 'resolved', ticketStatus: 'solved' };
    },
  };
}

/** An agent takes up a resolved conversation again. */
export function reopening(agent: AgentActor, input: z.output<typeof ChangeConversation>): AppendRequest {
  return {
    ...input,
    author: { kind: 'agent', id: agent.id },
    intent: { kind: 'reopened' },
    decide(conversation) {
      requireSight(agent, conversation);
      if (conversation.status === 'open') throw new Refused('already_open');
      if (conversation.ticket?.status === 'closed') throw new Refused('ticket_closed');
      return { kind: 'reopened', ticketStatus: 'open' };
    },
  };
}
