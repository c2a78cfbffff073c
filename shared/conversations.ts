/** Conversations: what is folded from their entries, how they are listed, and how a client catches up. */
import { z } from 'zod';
import type { FileHint } from './attachment-words.ts';
import type { Contact } from './contacts.ts';
import type { Author, Entry, PublicEntry } from './entries.ts';
import type { AnsweredForm } from './forms.ts';
import { ClientId, Id } from './ids.ts';
import { Cursor, ListLimit, SearchText } from './paging.ts';
import type { Ticket } from './tickets.ts';

type ConversationStatus = 'open' | 'resolved';

/** The last message both sides see. */
export interface Preview {
  /** The message's: what edits and removes it names this. */
  clientId: string;
  /** Empty where the message was removed. */
  text: string;
  /** Where there are only files: `text` names the first in English, this in no language. */
  file?: FileHint;
  removed?: true;
  author: Pick<Author, 'kind' | 'id'>;
  at: number;
}

/** What both sides may know of a conversation, folded from its public entries. */
export interface PublicFold {
  status: ConversationStatus;
  preview: Preview | null;
  contactMessages: number;
  agentMessages: number;
  /** Whether the visitor has been told, since the last answer, that nobody is there. */
  awayTold: boolean;
}

/** A conversation as its visitor sees it. */
export interface PublicConversation extends PublicFold {
  id: string;
  /** The number of the last entry the visitor may see. */
  lastSeq: number;
  lastAt: number;
  ticketNumber: number | null;
}

/** A conversation as agents see it: the fold of all its entries. Times in milliseconds since 1970. */
export interface Conversation extends PublicFold {
  id: string;
  siteId: string;
  contactId: string;
  /** The conversation that this one follows, where that one was over. */
  predecessorId: string | null;
  openedAt: number;
  /** What the visitor says it is about, where the site asks. */
  topic: string | null;
  lastSeq: number;
  publicSeq: number;
  /** The last entry's time, but for changes of what was written: those move nothing in a list. */
  lastAt: number;
  lastPublicAt: number;
  /** When something written was last edited, removed or reacted to, which does not count as activity; null for never. */
  changedAt: number | null;
  resolvedAt: number | null;
  assigneeId: string | null;
  ticket: Ticket | null;
  /** Since when the contact waits for an answer. */
  waitingSince: number | null;
  /** When an agent first answered; null before, and where that was before it was kept. */
  firstReply: FirstReply | null;
}

interface FirstReply {
  at: number;
  /** The contact had been told that nobody is there. */
  whileAway: boolean;
}

/** How far an agent has read: unread is `contactMessages` of the conversation less this. */
export interface ReadMark {
  seq: number;
  contactMessages: number;
}

/** An item of the console's lists. */
export type ConversationSummary = Conversation & {
  contact: Pick<Contact, 'id' | 'name' | 'email'>;
  /** The asking agent's own mark; absent in live changes, where the client keeps the one it has. */
  read?: ReadMark;
};

const CONVERSATION_VIEWS = ['mine', 'unassigned', 'open', 'resolved'] as const;
export type ConversationView = (typeof CONVERSATION_VIEWS)[number];

/** `newest`: who waits for an answer first, the latest on top. `longest_waiting`: who has waited longest on top. */
const CONVERSATION_ORDERS = ['newest', 'longest_waiting'] as const;
export type ConversationOrder = (typeof CONVERSATION_ORDERS)[number];

export const ListConversations = z.strictObject({
  view: z.enum(CONVERSATION_VIEWS).default('open'),
  order: z.enum(CONVERSATION_ORDERS).default('newest'),
  siteId: Id.optional(),
  /** Words that all have to occur, in any view: in names, addresses, subjects, numbers of tickets and messages. */
  search: SearchText.optional(),
  cursor: Cursor.optional(),
  limit: ListLimit,
});
export type ListConversations = z.input<typeof ListConversations>;

export const ConversationRef = z.strictObject({ conversationId: Id });
export type ConversationRef = z.infer<typeof ConversationRef>;

export const WatchConversation = z.strictObject({
  conversationId: Id,
  /** The last number the client has without a hole; 0 for nothing. */
  after: z.number().int().min(0).default(0),
});
export type WatchConversation = z.input<typeof WatchConversation>;

export const OlderEntries = z.strictObject({ conversationId: Id, before: z.number().int().min(1) });
export type OlderEntries = z.infer<typeof OlderEntries>;

export const ReadConversation = z.strictObject({ conversationId: Id, seq: z.number().int().min(1) });
export type ReadConversation = z.infer<typeof ReadConversation>;

export const AssignConversation = z.strictObject({
  conversationId: Id,
  clientId: ClientId,
  assigneeId: Id.nullable(),
  /** Who the sender believes has it now: a claim that came too late is refused. */
  expectedAssigneeId: Id.nullable(),
});
export type AssignConversation = z.infer<typeof AssignConversation>;

export const ChangeConversation = z.strictObject({ conversationId: Id, clientId: ClientId });
export type ChangeConversation = z.infer<typeof ChangeConversation>;

export const Typing = z.strictObject({ conversationId: Id, typing: z.boolean() });
export type Typing = z.infer<typeof Typing>;

/**
 * What a client is missing. `difference`: all entries after the number it named. `snapshot`: it was too far
 * behind, had nothing, or had more than the log: the newest entries only, older ones on demand; what it had is
 * dropped.
 */
export interface CatchUp<E extends Entry | PublicEntry> {
  kind: 'difference' | 'snapshot';
  /** The number it named. */
  after: number;
  entries: E[];
  /** Whether entries exist before the first of a snapshot. */
  hasOlder: boolean;
}

export interface OlderPage<E extends Entry | PublicEntry> {
  entries: E[];
  hasOlder: boolean;
}

/** What opening a conversation in the console brings. */
export interface WatchedConversation {
  conversation: ConversationSummary;
  contact: Contact;
  catchUp: CatchUp<Entry>;
  /** What the visitor filled in before the first message; null where nothing was asked. */
  form: AnsweredForm | null;
  /** How far the visitor has read, in `publicSeq`. */
  contactReadSeq: number;
  contactOnline: boolean;
  /** Earlier conversations of the same contact, newest first. */
  earlier: Pick<ConversationSummary, 'id' | 'preview' | 'lastAt' | 'ticket' | 'status'>[];
}

/** A conversation in the visitor's handshake. */
export interface VisitorConversation {
  conversation: PublicConversation;
  catchUp: CatchUp<PublicEntry>;
  /** How far the visitor has read, and how many agents' messages that were. */
  read: { seq: number; agentMessages: number };
  /** How far any agent has read. */
  seenSeq: number;
}
