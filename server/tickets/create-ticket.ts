import type { z } from 'zod';
import type { CreateTicket } from '../../shared/tickets.ts';
import { type AppendRequest, appendedOf, type Conversations, requireSight } from '../conversations/index.ts';
import type { AgentActor } from '../core/actor.ts';
import { KeyedQueue } from '../core/keyed-queue.ts';
import { Refused } from '../core/refused.ts';

/**
 * Makes tickets. Their numbers are 1, 2, 3 ... without gaps: the next is the highest in the log plus one, and a
 * unique index refuses whoever comes second with the same, who then reads and decides again.
 */
export class TicketMaker {
  readonly #conversations: Conversations;
  // On one node one after the other, so that only nodes race each other for a number.
  readonly #queue = new KeyedQueue();

  constructor(conversations: Conversations) {
    this.#conversations = conversations;
  }

  /**
   * Gives a conversation a ticket.
   * @returns the entry's number in the log and the ticket's number
   * @throws Refused `ticket_exists` and what `append` throws
   */
  create(agent: AgentActor, input: z.output<typeof CreateTicket>, exceptSocketId?: string) {
    return this.#queue.run('number', async () => {
      const { entry } = await this.#conversations.append(this.#request(agent, input), exceptSocketId);
      if (entry.kind !== 'ticket_created')
        throw new Error('a ticket was asked for and something else appended');
      return { ...appendedOf(entry), number: entry.number };
    });
  }

  #request(agent: AgentActor, input: z.output<typeof CreateTicket>): AppendRequest<number> {
    const { conversationId, clientId, subject, priority, category } = input;
    return {
      conversationId,
      clientId,
      author: { kind: 'agent', id: agent.id },
      intent: { kind: 'ticket_created', subject, priority, category },
      prepare: () => this.#nextNumber(),
      decide(conversation, number) {
        requireSight(agent, conversation);
        if (conversation.ticket !== null) throw new Refused('ticket_exists');
        return { kind: 'ticket_created', number, subject, priority, category };
      },
    };
  }

  async #nextNumber(): Promise<number> {
    const highest = await this.#conversations.collections.entries
      .find({ number: { $gt: 0 } }, { projection: { number: 1 } })
      .sort({ number: -1 })
      .limit(1)
      .toArray();
    const last = highest[0] as { number?: number } | undefined;
    return (last?.number ?? 0) + 1;
  }
}
