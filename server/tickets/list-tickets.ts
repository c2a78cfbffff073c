import type { z } from 'zod';
import type { Contact } from '../../shared/contacts.ts';
import type { Page } from '../../shared/paging.ts';
import {
  type ListTickets,
  TICKET_STATUSES,
  type TicketRow,
  type TicketStatus,
} from '../../shared/tickets.ts';
import type { Contacts } from '../contacts/index.ts';
import { type ConversationDocument, type Conversations, siteScope } from '../conversations/index.ts';
import type { AgentActor } from '../core/actor.ts';
import { decodeCursor, encodeCursor } from '../core/cursor.ts';
import { Refused } from '../core/refused.ts';

type Position = { number: number };

/** A page of tickets, the newest number first, of the sites the agent answers for. */
export async function listTickets(
  conversations: Conversations,
  contacts: Contacts,
  agent: AgentActor,
  query: z.output<typeof ListTickets>,
): Promise<Page<TicketRow>> {
  if (query.search !== undefined)
    return searchTickets(conversations, contacts, agent, { ...query, search: query.search });
  const below = query.cursor === undefined ? undefined : decodeCursor<Position>(query.cursor).number;
  const found = await conversations.collections.conversations
    .find({
      'ticket.number': { $gt: 0, ...(below !== undefined && { $lt: Number(below) }) },
      ...statusFilter(query.status),
      ...siteScope(agent, query.siteId),
      ...(query.assigneeId !== undefined && { assigneeId: query.assigneeId }),
    })
    .sort({ 'ticket.number': -1 })
    .limit(query.limit + 1)
    .toArray();
  const page = found.slice(0, query.limit);
  const people = await contacts.many(page.map((document) => document.contactId));
  const last = page.at(-1)?.ticket;
  return {
    items: page.map((document) => presentTicket(document, people.get(document.contactId))),
    nextCursor:
      found.length > query.limit && last ? encodeCursor({ number: last.number } satisfies Position) : null,
  };
}

/** A page of the tickets whose conversations hold every word, those opened last first. */
async function searchTickets(
  conversations: Conversations,
  contacts: Contacts,
  agent: AgentActor,
  query: z.output<typeof ListTickets> & { search: string },
): Promise<Page<TicketRow>> {
  const { items, nextCursor } = await conversations.search.find(agent, query, true);
  const people = await contacts.many(items.map((document) => document.contactId));
  return {
    items: items
      .filter(({ ticket, assigneeId }) => {
        if (ticket === null || (query.assigneeId ?? assigneeId) !== assigneeId) return false;
        return isOfStatus(query.status, ticket.status);
      })
      .map((document) => presentTicket(document, people.get(document.contactId))),
    nextCursor,
  };
}

/**
 * The conversation that carries a ticket. Found by the entry that made it, so that a ticket is there the moment
 * it is made.
 * @throws Refused `not_found`, also for a ticket of a site the agent does not answer for
 */
export async function findTicket(
  conversations: Conversations,
  contacts: Contacts,
  agent: AgentActor,
  number: number,
): Promise<TicketRow> {
  const entry = await conversations.collections.entries.findOne({ number });
  if (entry === null) throw new Refused('not_found');
  const conversation = await conversations.get(agent, entry.conversationId);
  if (conversation.ticket === null) throw new Refused('not_found');
  const contact = await contacts.get(conversation.contactId);
  return {
    ...conversation.ticket,
    conversationId: conversation.id,
    siteId: conversation.siteId,
    contact: { id: contact.id, name: contact.name, email: contact.email },
    assigneeId: conversation.assigneeId,
    lastAt: conversation.lastAt,
  };
}

function statusFilter(status: z.output<typeof ListTickets>['status']): object {
  if (status === 'any') return {};
  if (status === 'not_closed')
    return { 'ticket.status': { $in: TICKET_STATUSES.filter((each) => each !== 'closed') } };
  return { 'ticket.status': status };
}

function isOfStatus(wanted: z.output<typeof ListTickets>['status'], status: TicketStatus): boolean {
  if (wanted === 'any') return true;
  return wanted === 'not_closed' ? status !== 'closed' : status === wanted;
}

function presentTicket(document: ConversationDocument, contact: Contact | undefined): TicketRow {
  const { ticket } = document;
  if (ticket === null) throw new Error('a ticket list holds a conversation without a ticket');
  return {
    number: ticket.number,
    subject: ticket.subject,
    priority: ticket.priority,
    category: ticket.category,
    status: ticket.status,
    createdAt: ticket.createdAt.getTime(),
    conversationId: document._id,
    siteId: document.siteId,
    contact: { id: document.contactId, name: contact?.name ?? null, email: contact?.email ?? null },
    assigneeId: document.assigneeId,
    lastAt: document.lastAt.getTime(),
  };
}
