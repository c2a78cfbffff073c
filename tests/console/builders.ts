import { applyEntry, emptyConversation } from '../../shared/apply-entry.ts';
import type { Contact } from '../../shared/contacts.ts';
import type { Conversation, ConversationSummary, WatchedConversation } from '../../shared/conversations.ts';
import { type Author, type Entry, type EntryBody, visibilityOf } from '../../shared/entries.ts';
import type { TicketRow } from '../../shared/tickets.ts';

export const ME = 'agent-me';
export const COLLEAGUE = 'agent-two';
export const START = 1_700_000_000_000;

const CONTACT: Author = { kind: 'contact', id: 'contact-1' };
const AGENT: Author = { kind: 'agent', id: ME, name: 'Ana Moraes' };

/** What happened in a conversation, a minute apart: `c:` a contact's message, `a:` mine, `n:` my note, or a body. */
export function entriesOf(conversationId: string, ...said: (string | EntryBody)[]): Entry[] {
  let publicSeq = 0;
  return said.map((what, index) => {
    const body = bodyOf(what);
    const visibility = visibilityOf(body);
    if (visibility === 'public') publicSeq++;
    const author = typeof what === 'string' && what.startsWith('c:') ? CONTACT : AGENT;
    const seq = index + 1;
    const clientId = `${conversationId}-${seq}`;
    return {
      ...body,
      conversationId,
      seq,
      publicSeq,
      clientId,
      visibility,
      author,
      at: START + seq * 60_000,
    };
  });
}

/** A summary as the entries fold it. */
export function summaryOf(
  entries: readonly Entry[],
  more: Partial<ConversationSummary> = {},
): ConversationSummary {
  const id = entries[0]?.conversationId ?? 'empty';
  const empty = emptyConversation({
    id,
    siteId: 'site-1',
    contactId: 'contact-1',
    predecessorId: null,
    topic: null,
    openedAt: START,
  });
  const folded: Conversation = entries.reduce(applyEntry, empty);
  return { ...folded, contact: { id: 'contact-1', name: 'Lena Kowalska', email: null }, ...more };
}

/** A summary of one message of the contact, at a minute. */
export function waiting(
  id: string,
  minute: number,
  more: Partial<ConversationSummary> = {},
): ConversationSummary {
  const at = START + minute * 60_000;
  const summary = summaryOf(entriesOf(id, 'c:hello'));
  return { ...summary, lastAt: at, lastPublicAt: at, waitingSince: at, ...more };
}

function contactOf(more: Partial<Contact> = {}): Contact {
  return {
    id: 'contact-1',
    siteId: 'site-1',
    name: 'Lena Kowalska',
    email: null,
    createdAt: START,
    lastSeenAt: START,
    visit: null,
    externalId: null,
    agreed: null,
    ...more,
  };
}

/** The answer to opening a conversation that the client has up to `after`. */
export function watched(entries: readonly Entry[], after = 0): WatchedConversation {
  return {
    conversation: summaryOf(entries),
    contact: contactOf(),
    catchUp: {
      kind: after === 0 ? 'snapshot' : 'difference',
      after,
      entries: entries.filter((entry) => entry.seq > after),
      hasOlder: false,
    },
    form: null,
    contactReadSeq: 0,
    contactOnline: true,
    earlier: [],
  };
}

export function ticketRow(number: number, more: Partial<TicketRow> = {}): TicketRow {
  return {
    number,
    subject: `Ticket ${number}`,
    priority: 'normal',
    category: '',
    status: 'open',
    createdAt: START,
    conversationId: `conversation-${number}`,
    siteId: 'site-1',
    contact: { id: 'contact-1', name: 'Lena Kowalska', email: null },
    assigneeId: null,
    lastAt: START + number,
    ...more,
  };
}

function bodyOf(what: string | EntryBody): EntryBody {
  if (typeof what !== 'string') return what;
  const text = what.slice(2);
  return what.startsWith('n:') ? { kind: 'note', text } : { kind: 'message', text };
}
