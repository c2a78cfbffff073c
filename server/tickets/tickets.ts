import type { z } from 'zod';
import type { Page } from '../../shared/paging.ts';
import type { CreateTicket, ListTickets, TicketChanges, TicketRow } from '../../shared/tickets.ts';
import type { Contacts } from '../contacts/index.ts';
import type { Conversations } from '../conversations/index.ts';
import type { AgentActor } from '../core/actor.ts';
import { Refused } from '../core/refused.ts';
import { ticketChanges } from './change-ticket.ts';
import { TicketMaker } from './create-ticket.ts';
import { findTicket, listTickets } from './list-tickets.ts';

/** Tickets as REST and sockets know them. */
export class Tickets {
  readonly #conversations: Conversations;
  readonly #contacts: Contacts;
  readonly #maker: TicketMaker;

  constructor(conversations: Conversations, contacts: Contacts) {
    this.#conversations = conversations;
    this.#contacts = contacts;
    this.#maker = new TicketMaker(conversations);
  }

  /** Gives a conversation a ticket with the next number. */
  create(agent: AgentActor, input: z.output<typeof CreateTicket>, exceptSocketId?: string) {
    return this.#maker.create(agent, input, exceptSocketId);
  }

  /** A page of tickets, the newest number first. */
  list(agent: AgentActor, query: z.output<typeof ListTickets>): Promise<Page<TicketRow>> {
    return listTickets(this.#conversations, this.#contacts, agent, query);
  }

  /** @throws Refused `not_found` */
  get(agent: AgentActor, number: number): Promise<TicketRow> {
    return findTicket(this.#conversations, this.#contacts, agent, number);
  }

  /**
   * Changes a ticket; a status it already has is left as it is.
   * @param clientId makes a repetition the same change
   * @throws Refused `not_found`, `ticket_closed`
   */
  async change(
    agent: AgentActor,
    number: number,
    changes: TicketChanges,
    clientId: string,
  ): Promise<TicketRow> {
    const { conversationId } = await this.get(agent, number);
    for (const request of ticketChanges(agent, conversationId, changes, clientId)) {
      try {
        await this.#conversations.append(request);
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'changed_meanwhile') throw error;
      }
    }
    return this.get(agent, number);
  }
}
