import type { ConsoleEvents } from '../../shared/events.ts';
import { CreateTicket } from '../../shared/tickets.ts';
import type { AgentActor } from '../core/actor.ts';
import { type EventContext, type EventHandlers, event } from '../core/realtime/on-event.ts';
import type { Tickets } from './tickets.ts';

/** What a console may ask about tickets. */
export function ticketConsoleEvents(tickets: Tickets) {
  return {
    'ticket:create': event({
      input: CreateTicket,
      handle: ({ actor, socketId }: EventContext<AgentActor>, input) =>
        tickets.create(actor, input, socketId),
    }),
  } satisfies EventHandlers<AgentActor, ConsoleEvents>;
}
