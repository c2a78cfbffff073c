import type { Connection } from 'mongoose';
import type { Conversation, Preview, ReadMark } from '../../shared/conversations.ts';
import type { Entry, EntryBody } from '../../shared/entries.ts';
import type { AnsweredForm } from '../../shared/forms.ts';
import type { Ticket } from '../../shared/tickets.ts';
import { collectionOf, documentSchema } from '../core/db/collection.ts';

/** An entry as it is stored: the wire's shape with a date for its time, and without names. */
export type EntryDocument = Omit<Entry, 'at'> & EntryBody & { at: Date };

/** A conversation as it is stored: the fold of its entries, and what is not an entry (read marks, bookkeeping). */
export interface ConversationDocument {
  _id: string;
  siteId: string;
  contactId: string;
  /** Minted by the visitor who opened it; absent where the server opened it as a follow-up. */
  openId?: string;
  predecessorId?: string;
  openedAt: Date;
  /** Both are absent where nothing was asked. */
  topic?: string;
  form?: AnsweredForm;
  status: Conversation['status'];
  preview: (Omit<Preview, 'at'> & { at: Date }) | null;
  contactMessages: number;
  agentMessages: number;
  awayTold: boolean;
  lastSeq: number;
  publicSeq: number;
  lastAt: Date;
  lastPublicAt: Date;
  /** Absent where nothing has been changed since before changes were kept. */
  changedAt?: Date | null;
  resolvedAt: Date | null;
  assigneeId: string | null;
  ticket: (Omit<Ticket, 'createdAt'> & { createdAt: Date }) | null;
  waiting: boolean;
  waitingSince: Date | null;
  /** Absent where nobody has answered since it is kept. */
  firstReply?: { at: Date; whileAway: boolean } | null;
  /** Sorts by longest waiting first: since when in milliseconds, or minus the last activity where nobody waits. */
  waitRank: number;
  /** Every entry up to this one has its side effects in the job list. */
  handledSeq: number;
  /** How far each agent has read. */
  reads?: Record<string, ReadMark>;
  /** How far any agent has read, as the visitor counts. */
  seenSeq: number;
  /** How far the visitor has read. */
  contactRead: { seq: number; agentMessages: number };
}

const entrySchema = documentSchema(
  {
    conversationId: { type: String, required: true },
    seq: { type: Number, required: true },
    publicSeq: { type: Number, required: true },
    clientId: { type: String, required: true },
    kind: { type: String, required: true },
    visibility: { type: String, required: true },
    author: { kind: String, id: String },
    at: { type: Date, required: true },
    text: String,
    attachments: Array,
    quickReplies: Array,
    cards: Array,
    of: String,
    target: String,
    emoji: String,
    on: Boolean,
    assigneeId: String,
    ticketStatus: String,
    number: Number,
    subject: String,
    priority: String,
    category: String,
    status: String,
  },
  'entries',
);
entrySchema.index({ conversationId: 1, seq: 1 }, { unique: true });
entrySchema.index({ conversationId: 1, clientId: 1 }, { unique: true });
// What became of a message. Only changes have a target: to all else this index costs nothing.
entrySchema.index(
  { conversationId: 1, target: 1, seq: 1 },
  { partialFilterExpression: { target: { $gt: '' } } },
);
// Ticket numbers live in the entries that create them: unique here means no number is ever given twice.
entrySchema.index({ number: 1 }, { unique: true, partialFilterExpression: { number: { $gt: 0 } } });

const conversationSchema = documentSchema(
  {
    _id: String,
    siteId: { type: String, required: true },
    contactId: { type: String, required: true },
    openId: String,
    predecessorId: String,
    openedAt: { type: Date, required: true },
    topic: String,
    form: Object,
    status: { type: String, required: true },
    preview: Object,
    contactMessages: Number,
    agentMessages: Number,
    awayTold: Boolean,
    lastSeq: { type: Number, required: true },
    publicSeq: Number,
    lastAt: Date,
    lastPublicAt: Date,
    changedAt: Date,
    resolvedAt: Date,
    assigneeId: String,
    ticket: Object,
    waiting: Boolean,
    waitingSince: Date,
    firstReply: Object,
    waitRank: Number,
    handledSeq: Number,
    reads: Object,
    seenSeq: Number,
    contactRead: Object,
  },
  'conversations',
);
conversationSchema.index(
  { contactId: 1, openId: 1 },
  { unique: true, partialFilterExpression: { openId: { $exists: true } } },
);
conversationSchema.index(
  { predecessorId: 1 },
  { unique: true, partialFilterExpression: { predecessorId: { $exists: true } } },
);
// Never moves.
conversationSchema.index({ siteId: 1, openedAt: -1 });
// Without `lastAt`, which moves with every message: one contact's few conversations are sorted when they are read.
conversationSchema.index({ contactId: 1 });
conversationSchema.index({ status: 1, waiting: -1, lastAt: -1, _id: 1 });
conversationSchema.index({ status: 1, waiting: -1, waitRank: 1, _id: 1 });
conversationSchema.index({ assigneeId: 1, status: 1, waiting: -1, lastAt: -1, _id: 1 });
conversationSchema.index(
  { 'ticket.number': -1 },
  { partialFilterExpression: { 'ticket.number': { $gt: 0 } } },
);

/** The two collections of the log, as the driver gives them: the hot path goes without hydration. */
export function logCollections(db: Connection) {
  if (db.db === undefined) throw new Error('the connection is not open');
  return {
    entries: collectionOf<EntryDocument>(db, 'Entry', entrySchema),
    conversations: collectionOf<ConversationDocument>(db, 'Conversation', conversationSchema),
    /** For commands in the store's own words, where the driver's go-between costs more than the write. */
    database: db.db,
  };
}

export type LogCollections = ReturnType<typeof logCollections>;

/** The stored fields that follow from the fold. */
export function toFields(conversation: Conversation) {
  const waiting = conversation.waitingSince !== null;
  return {
    status: conversation.status,
    preview: conversation.preview && { ...conversation.preview, at: new Date(conversation.preview.at) },
    contactMessages: conversation.contactMessages,
    agentMessages: conversation.agentMessages,
    awayTold: conversation.awayTold,
    lastSeq: conversation.lastSeq,
    publicSeq: conversation.publicSeq,
    lastAt: new Date(conversation.lastAt),
    lastPublicAt: new Date(conversation.lastPublicAt),
    changedAt: dateOf(conversation.changedAt),
    resolvedAt: dateOf(conversation.resolvedAt),
    assigneeId: conversation.assigneeId,
    ticket: conversation.ticket && {
      ...conversation.ticket,
      createdAt: new Date(conversation.ticket.createdAt),
    },
    waiting,
    waitingSince: dateOf(conversation.waitingSince),
    firstReply: conversation.firstReply && {
      ...conversation.firstReply,
      at: new Date(conversation.firstReply.at),
    },
    waitRank: conversation.waitingSince ?? -conversation.lastAt,
  } satisfies Partial<ConversationDocument>;
}

/** The fold as it was when the document was written; entries after `lastSeq` are not in it. */
export function fromDocument(document: ConversationDocument): Conversation {
  return {
    id: document._id,
    siteId: document.siteId,
    contactId: document.contactId,
    predecessorId: document.predecessorId ?? null,
    openedAt: document.openedAt.getTime(),
    topic: document.topic ?? null,
    status: document.status,
    preview: document.preview && { ...document.preview, at: document.preview.at.getTime() },
    contactMessages: document.contactMessages,
    agentMessages: document.agentMessages,
    awayTold: document.awayTold,
    lastSeq: document.lastSeq,
    publicSeq: document.publicSeq,
    lastAt: document.lastAt.getTime(),
    lastPublicAt: document.lastPublicAt.getTime(),
    changedAt: document.changedAt?.getTime() ?? null,
    resolvedAt: document.resolvedAt?.getTime() ?? null,
    assigneeId: document.assigneeId,
    ticket: document.ticket && { ...document.ticket, createdAt: document.ticket.createdAt.getTime() },
    waitingSince: document.waitingSince?.getTime() ?? null,
    firstReply: document.firstReply
      ? { at: document.firstReply.at.getTime(), whileAway: document.firstReply.whileAway }
      : null,
  };
}

/** An entry as it travels, from one as it is stored. */
export function fromEntryDocument(document: EntryDocument & { _id?: unknown }): Entry {
  const { _id, at, ...rest } = document;
  return { ...rest, at: at.getTime() } as Entry;
}

function dateOf(milliseconds: number | null): Date | null {
  return milliseconds === null ? null : new Date(milliseconds);
}
