/**
 * The one fold. A conversation is what its entries make of it: server, widget and console run the same
 * functions, so that all of them agree without asking. Pure: nothing given is changed.
 */
import { isChange } from './apply-change.ts';
import { fileHint } from './attachment-words.ts';
import type { Conversation, Preview, PublicConversation, PublicFold } from './conversations.ts';
import type { Entry, PublicEntry } from './entries.ts';
import { PREVIEW_MAX_CHARACTERS } from './limits.ts';

const NOTHING: PublicFold = {
  status: 'open',
  preview: null,
  contactMessages: 0,
  agentMessages: 0,
  awayTold: false,
};

/** What is known of a conversation before its first entry. `openedAt` in milliseconds since 1970. */
export function emptyConversation(
  opened: Pick<Conversation, 'id' | 'siteId' | 'contactId' | 'predecessorId' | 'openedAt' | 'topic'>,
): Conversation {
  return {
    ...NOTHING,
    id: opened.id,
    siteId: opened.siteId,
    contactId: opened.contactId,
    predecessorId: opened.predecessorId,
    openedAt: opened.openedAt,
    topic: opened.topic,
    lastSeq: 0,
    publicSeq: 0,
    lastAt: opened.openedAt,
    lastPublicAt: opened.openedAt,
    changedAt: null,
    resolvedAt: null,
    assigneeId: null,
    ticket: null,
    waitingSince: null,
    firstReply: null,
  };
}

/** A visitor's conversation before its first entry. */
export function emptyPublicConversation(id: string, openedAt: number): PublicConversation {
  return { ...NOTHING, id, lastSeq: 0, lastAt: openedAt, ticketNumber: null };
}

/**
 * The conversation after one more entry.
 * @throws RangeError where the entry is not the next one: folding over a hole would lie.
 */
export function applyEntry(conversation: Conversation, entry: Entry): Conversation {
  requireNext(conversation.lastSeq, entry.seq);
  // Copied once, on the way of every message; from here on it is this function's own.
  const next: Conversation = { ...conversation, lastSeq: entry.seq, publicSeq: entry.publicSeq };
  const isPublic = entry.visibility === 'public';
  if (isPublic) Object.assign(next, foldPublic(conversation, entry));
  if (isChange(entry)) {
    next.changedAt = entry.at;
    return next;
  }
  next.lastAt = entry.at;
  if (isPublic) next.lastPublicAt = entry.at;
  switch (entry.kind) {
    case 'message':
      if (entry.author.kind === 'contact') {
        next.resolvedAt = null;
        next.waitingSince ??= entry.at;
        next.ticket = openedAgain(next.ticket);
      } else {
        next.waitingSince = null;
        next.firstReply = firstReplyAfter(conversation, entry);
      }
      break;
    case 'assigned':
      next.assigneeId = entry.assigneeId;
      break;
    case 'resolved':
      next.resolvedAt = entry.at;
      next.waitingSince = null;
      next.ticket = next.ticket && { ...next.ticket, status: entry.ticketStatus };
      break;
    case 'reopened':
      next.resolvedAt = null;
      next.ticket = next.ticket && { ...next.ticket, status: entry.ticketStatus };
      break;
    case 'ticket_created':
      next.ticket = newTicket(entry);
      break;
    case 'ticket_changed':
      next.ticket = next.ticket && changedTicket(next.ticket, entry);
      break;
    case 'note':
    case 'away_told':
      break;
    default:
      entry satisfies never; // of a kind that a newer server made: its number counts, and that is all
  }
  return next;
}

/**
 * A visitor's conversation after one more of its entries; numbers are the visitor's own.
 * @throws RangeError where the entry is not the next one.
 */
export function applyPublicEntry(conversation: PublicConversation, entry: PublicEntry): PublicConversation {
  requireNext(conversation.lastSeq, entry.seq);
  return {
    ...conversation,
    ...foldPublic(conversation, entry),
    lastSeq: entry.seq,
    lastAt: isChange(entry) ? conversation.lastAt : entry.at,
    ticketNumber: entry.kind === 'ticket_created' ? entry.number : conversation.ticketNumber,
  };
}

/** What the visitor may know of a conversation: the same as folding the visitor's entries from nothing. */
export function publicView(conversation: Conversation): PublicConversation {
  return {
    id: conversation.id,
    status: conversation.status,
    preview: conversation.preview,
    contactMessages: conversation.contactMessages,
    agentMessages: conversation.agentMessages,
    awayTold: conversation.awayTold,
    lastSeq: conversation.publicSeq,
    lastAt: conversation.lastPublicAt,
    ticketNumber: conversation.ticket?.number ?? null,
  };
}

function requireNext(lastSeq: number, seq: number): void {
  if (seq !== lastSeq + 1) throw new RangeError(`entry ${seq} does not follow ${lastSeq}`);
}

function foldPublic(before: PublicFold, entry: Entry | PublicEntry): PublicFold {
  const fold: PublicFold = {
    status: before.status,
    preview: before.preview,
    contactMessages: before.contactMessages,
    agentMessages: before.agentMessages,
    awayTold: before.awayTold,
  };
  switch (entry.kind) {
    case 'message':
      fold.preview = previewOf(entry);
      if (entry.author.kind === 'contact') {
        fold.contactMessages++;
        fold.status = 'open'; // whoever writes again is not done
      } else {
        fold.agentMessages++;
        fold.awayTold = false;
      }
      break;
    case 'edited':
    case 'removed':
      fold.preview = changedPreview(fold.preview, entry);
      break;
    case 'resolved':
      fold.status = 'resolved';
      break;
    case 'reopened':
      fold.status = 'open';
      break;
    case 'away_told':
      fold.awayTold = true;
      break;
  }
  return fold;
}

function previewOf(entry: Extract<Entry | PublicEntry, { kind: 'message' }>): Preview {
  const { clientId, removedAt, author, at } = entry;
  const words = shortened(entry.text) || shortened(entry.cards?.[0]?.title ?? '');
  const file = words === '' ? fileHint(entry.attachments ?? []) : undefined;
  return {
    clientId,
    text: file ? shortened(file.picture ? 'Photo' : `File: ${file.name}`) : words,
    ...(file && { file }),
    ...(removedAt !== undefined && { removed: true }),
    author: { kind: author.kind, id: author.id },
    at,
  };
}

function changedPreview(
  preview: Preview | null,
  change: Extract<Entry | PublicEntry, { kind: 'edited' | 'removed' }>,
): Preview | null {
  if (preview?.clientId !== change.target) return preview;
  const { file: _gone, ...rest } = preview;
  return change.kind === 'edited'
    ? { ...rest, text: shortened(change.text) }
    : { ...rest, text: '', removed: true };
}

/** Most texts are short and plain, and this is on the way of every message. */
const PLAIN = /^\S+(?: \S+)*$/;

function shortened(text: string): string {
  if (text.length <= PREVIEW_MAX_CHARACTERS && PLAIN.test(text)) return text;
  const line = text
    .slice(0, PREVIEW_MAX_CHARACTERS * 2)
    .replace(/\s+/g, ' ')
    .trim();
  // By code points, so that no emoji is cut in half.
  return line.length <= PREVIEW_MAX_CHARACTERS ? line : [...line].slice(0, PREVIEW_MAX_CHARACTERS).join('');
}

/** A ticket whose contact has written. */
function openedAgain(ticket: Conversation['ticket']): Conversation['ticket'] {
  const opens = ticket !== null && (ticket.status === 'solved' || ticket.status === 'pending');
  return opens ? { ...ticket, status: 'open' } : ticket;
}

/** What others than agents write is no answer; neither is what comes after one that was not kept. */
function firstReplyAfter(before: Conversation, { author, at }: Entry): Conversation['firstReply'] {
  if (before.firstReply !== null || before.agentMessages > 0 || author.kind !== 'agent')
    return before.firstReply;
  return { at, whileAway: before.awayTold };
}

function newTicket(entry: Extract<Entry, { kind: 'ticket_created' }>): Conversation['ticket'] {
  return {
    number: entry.number,
    subject: entry.subject,
    priority: entry.priority,
    category: entry.category,
    status: 'open',
    createdAt: entry.at,
  };
}

function changedTicket(
  ticket: NonNullable<Conversation['ticket']>,
  entry: Extract<Entry, { kind: 'ticket_changed' }>,
): NonNullable<Conversation['ticket']> {
  return {
    ...ticket,
    subject: entry.subject ?? ticket.subject,
    priority: entry.priority ?? ticket.priority,
    category: entry.category ?? ticket.category,
    status: entry.status ?? ticket.status,
  };
}
