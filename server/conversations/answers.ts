import { type ZodType, z } from 'zod';
import type { ConversationSummary } from '../../shared/conversations.ts';
import { type AnsweredForm, FORM_KINDS } from '../../shared/forms.ts';
import type { Appended } from '../../shared/messages.ts';
import { TICKET_PRIORITIES, TICKET_STATUSES, type TicketRow } from '../../shared/tickets.ts';

/** Shapes of what comes back, for the description of the API. Times are milliseconds since 1970. */

const Time = z.number().int();
const Person = z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() });
const Author = z.object({ kind: z.enum(['contact', 'agent', 'system']), id: z.string() });
export const AuthorAnswer = Author.extend({ name: z.string().exactOptional() });

const TicketAnswer = z.object({
  number: z.number().int(),
  subject: z.string(),
  priority: z.enum(TICKET_PRIORITIES),
  category: z.string(),
  status: z.enum(TICKET_STATUSES),
  createdAt: Time,
});

export const ConversationAnswer = z.object({
  id: z.string(),
  siteId: z.string(),
  contactId: z.string(),
  contact: Person,
  predecessorId: z.string().nullable(),
  openedAt: Time,
  topic: z.string().nullable(),
  status: z.enum(['open', 'resolved']),
  preview: z
    .object({
      clientId: z.string(),
      text: z.string(),
      file: z.object({ name: z.string(), picture: z.boolean() }).exactOptional(),
      removed: z.literal(true).exactOptional(),
      author: Author,
      at: Time,
    })
    .nullable(),
  contactMessages: z.number().int(),
  agentMessages: z.number().int(),
  awayTold: z.boolean(),
  lastSeq: z.number().int(),
  publicSeq: z.number().int(),
  lastAt: Time,
  lastPublicAt: Time,
  changedAt: Time.nullable(),
  resolvedAt: Time.nullable(),
  assigneeId: z.string().nullable(),
  ticket: TicketAnswer.nullable(),
  waitingSince: Time.nullable(),
  firstReply: z.object({ at: Time, whileAway: z.boolean() }).nullable(),
  read: z.object({ seq: z.number().int(), contactMessages: z.number().int() }).exactOptional(),
}) satisfies ZodType<ConversationSummary>;

/** One conversation, with what the visitor was asked before it. */
export const WholeConversationAnswer = ConversationAnswer.extend({
  form: z
    .object({
      kind: z.enum(FORM_KINDS),
      answers: z.array(z.object({ label: z.string(), value: z.union([z.string(), z.boolean()]) })),
      consent: z.object({ text: z.string(), url: z.string(), at: Time }).nullable(),
    })
    .nullable() satisfies ZodType<AnsweredForm | null>,
});

/** The fields every entry has; the others follow from its kind. */
export const EntryAnswer = z.looseObject({
  conversationId: z.string(),
  seq: z.number().int(),
  publicSeq: z.number().int(),
  clientId: z.string(),
  kind: z.string(),
  visibility: z.enum(['public', 'private']),
  author: AuthorAnswer,
  at: Time,
});

export const AppendedAnswer = z.object({
  conversationId: z.string(),
  seq: z.number().int(),
  at: Time,
}) satisfies ZodType<Appended>;

export const TicketRowAnswer = TicketAnswer.extend({
  conversationId: z.string(),
  siteId: z.string(),
  contact: Person,
  assigneeId: z.string().nullable(),
  lastAt: Time,
}) satisfies ZodType<TicketRow>;

/** A page of a list of these. */
export function pageOf(item: ZodType): ZodType {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
