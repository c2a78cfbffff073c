import { z } from 'zod';
import { ClientId, Id } from '../../shared/ids.ts';
import { CreateTicket, ListTickets, TicketChanges } from '../../shared/tickets.ts';
import { AppendedAnswer, pageOf, TicketRowAnswer } from '../conversations/index.ts';
import { keyOrNew } from '../core/http/idempotency.ts';
import { type Route, route } from '../core/http/route.ts';
import type { Tickets } from './tickets.ts';

const ByNumber = z.strictObject({ number: z.coerce.number().int().min(1) });
const NewTicket = CreateTicket.omit({ conversationId: true }).extend({ clientId: ClientId.optional() });

export function ticketRoutes(tickets: Tickets): Route[] {
  return [
    route({
      method: 'get',
      path: '/tickets',
      summary: 'Lists tickets, the newest number first.',
      access: 'agent',
      scope: 'tickets:read',
      query: ListTickets,
      answer: pageOf(TicketRowAnswer),
      handle: ({ actor, query }) => tickets.list(actor, query),
    }),
    route({
      method: 'get',
      path: '/tickets/:number',
      summary: 'One ticket.',
      access: 'agent',
      scope: 'tickets:read',
      params: ByNumber,
      answer: TicketRowAnswer,
      handle: ({ actor, params }) => tickets.get(actor, params.number),
    }),
    route({
      method: 'patch',
      path: '/tickets/:number',
      summary:
        'Changes a ticket: subject, priority, category or status. Solving or closing it resolves its conversation.',
      access: 'agent',
      scope: 'tickets:write',
      params: ByNumber,
      answer: TicketRowAnswer,
      body: TicketChanges,
      handle: ({ actor, params, body, idempotencyKey }) =>
        tickets.change(actor, params.number, body, keyOrNew(idempotencyKey, actor.id)),
    }),
    route({
      method: 'post',
      path: '/conversations/:id/ticket',
      summary: 'Gives a conversation a ticket with the next number.',
      access: 'agent',
      scope: 'tickets:write',
      status: 201,
      params: z.strictObject({ id: Id }),
      body: NewTicket,
      answer: AppendedAnswer.extend({ number: z.number().int() }),
      handle: ({ actor, params, body, idempotencyKey }) =>
        tickets.create(actor, {
          ...body,
          conversationId: params.id,
          clientId: body.clientId ?? keyOrNew(idempotencyKey, actor.id),
        }),
    }),
  ];
}
