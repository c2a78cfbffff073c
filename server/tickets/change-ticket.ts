import type { Conversation } from '../../shared/conversations.ts';
import type { EntryBody } from '../../shared/entries.ts';
import type { Ticket, TicketChanges } from '../../shared/tickets.ts';
import { type AppendRequest, requireSight } from '../conversations/index.ts';
import type { AgentActor } from '../core/actor.ts';
import { Refused } from '../core/refused.ts';

/**
 * Changes a ticket by as many entries as it takes: what only agents see in one, and where the conversation ends
 * or goes on with it, the entry that both sides see. Each is decided for itself and does nothing twice.
 * @param clientId makes the change the same one when it is sent again; entries derive theirs from it
 */
export function ticketChanges(
  agent: AgentActor,
  conversationId: string,
  changes: TicketChanges,
  clientId: string,
): AppendRequest[] {
  const { status, subject, priority, category } = changes;
  const given = {
    ...(subject !== undefined && { subject }),
    ...(priority !== undefined && { priority }),
    ...(category !== undefined && { category }),
  };
  const requests: AppendRequest[] = [];
  const author = { kind: 'agent' as const, id: agent.id };
  if (Object.keys(given).length > 0) {
    requests.push({
      conversationId,
      clientId: `${clientId}:details`,
      author,
      intent: { kind: 'ticket_changed', ...given },
      decide(conversation) {
        openTicket(agent, conversation);
        return { kind: 'ticket_changed', ...given };
      },
    });
  }
  if (status !== undefined) {
    requests.push({
      conversationId,
      clientId: `${clientId}:${status}`,
      author,
      intent: {}, // which entry it takes depends on the conversation; the client id says the rest
      decide(conversation) {
        const ticket = openTicket(agent, conversation);
        if (ticket.status === status) throw new Refused('changed_meanwhile');
        return decideStatus(conversation, status);
      },
    });
  }
  return requests;
}

function decideStatus(conversation: Conversation, status: Ticket['status']): EntryBody {
  const ends = status === 'solved' || status === 'closed';
  if (ends && conversation.status === 'open') return { kind: 'resolved', ticketStatus: status };
  if (!ends && conversation.status === 'resolved') return { kind: 'reopened', ticketStatus: status };
  return { kind: 'ticket_changed', status };
}

function openTicket(agent: AgentActor, conversation: Conversation): Ticket {
  requireSight(agent, conversation);
  if (conversation.ticket === null) throw new Refused('not_found');
  if (conversation.ticket.status === 'closed') throw new Refused('ticket_closed');
  return conversation.ticket;
}
