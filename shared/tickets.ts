/** Tickets: the part of a conversation that makes it followed work. */
import { z } from 'zod';
import { ClientId, Id } from './ids.ts';
import { Line, label } from './label.ts';
import { CATEGORY_MAX_CHARACTERS, SUBJECT_MAX_CHARACTERS } from './limits.ts';
import { Cursor, ListLimit, SearchText } from './paging.ts';

export const TICKET_STATUSES = ['open', 'pending', 'solved', 'closed'] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

export const TICKET_PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type TicketPriority = (typeof TICKET_PRIORITIES)[number];

export interface Ticket {
  number: number;
  subject: string;
  priority: TicketPriority;
  /** One of the site's categories, or empty. */
  category: string;
  status: TicketStatus;
  createdAt: number;
}

const Subject = label(SUBJECT_MAX_CHARACTERS, 'A ticket needs a subject.');
const Category = Line.max(CATEGORY_MAX_CHARACTERS);

export const CreateTicket = z.strictObject({
  conversationId: Id,
  clientId: ClientId,
  subject: Subject,
  priority: z.enum(TICKET_PRIORITIES).default('normal'),
  category: Category.default(''),
});
export type CreateTicket = z.input<typeof CreateTicket>;

export const TicketChanges = z.strictObject({
  subject: Subject.optional(),
  priority: z.enum(TICKET_PRIORITIES).optional(),
  category: Category.optional(),
  status: z.enum(TICKET_STATUSES).optional(),
});
export type TicketChanges = z.infer<typeof TicketChanges>;

export const ListTickets = z.strictObject({
  /** `not_closed` is every status but closed. */
  status: z.enum([...TICKET_STATUSES, 'not_closed', 'any']).default('not_closed'),
  siteId: Id.optional(),
  assigneeId: Id.optional(),
  /** Words that all have to occur, also in the conversation. */
  search: SearchText.optional(),
  cursor: Cursor.optional(),
  limit: ListLimit,
});
export type ListTickets = z.input<typeof ListTickets>;

/** A row of the tickets table. */
export interface TicketRow extends Ticket {
  conversationId: string;
  siteId: string;
  contact: { id: string; name: string | null; email: string | null };
  assigneeId: string | null;
  lastAt: number;
}
