/** Rules 10, 18, 19 and 42 of PROTOCOL.md: what entries make of a conversation. Written from that document alone. */

export interface TinyEntry {
  conversationId: string;
  seq: number;
  publicSeq?: number;
  clientId: string;
  kind: string;
  visibility?: string;
  author: { kind: string; id: string; name?: string };
  at: number;
  text?: string;
  assigneeId?: string | null;
  ticketStatus?: string;
  number?: number;
  subject?: string;
  priority?: string;
  category?: string;
  status?: string;
  target?: string;
  emoji?: string;
  on?: boolean;
  editedAt?: number;
  removedAt?: number;
  reactions?: { emoji: string; author: TinyEntry['author'] }[];
  changedSeq?: number;
}

/** A conversation as the server tells of it, with whatever else is in it. */
export interface TinyConversation {
  id: string;
  lastSeq: number;
  lastAt: number;
  status: string;
  preview: {
    clientId: string;
    text: string;
    file?: { name: string; picture: boolean };
    removed?: true;
    author: { kind: string; id: string };
    at: number;
  } | null;
  contactMessages: number;
  agentMessages: number;
  awayTold: boolean;
  ticketNumber?: number | null;
  publicSeq?: number;
  lastPublicAt?: number;
  changedAt?: number | null;
  resolvedAt?: number | null;
  waitingSince?: number | null;
  firstReply?: { at: number; whileAway: boolean } | null;
  assigneeId?: string | null;
  ticket?: Record<string, unknown> | null;
}

/** What a conversation of a visitor is before its first entry. */
export function tinyBeginning(id: string): TinyConversation {
  return {
    id,
    lastSeq: 0,
    lastAt: 0,
    status: 'open',
    preview: null,
    contactMessages: 0,
    agentMessages: 0,
    awayTold: false,
    ticketNumber: null,
  };
}

export function tinyFold(before: TinyConversation, entry: TinyEntry): TinyConversation {
  const now = { ...before, lastSeq: entry.seq };
  if (['edited', 'removed', 'reacted'].includes(entry.kind)) return foldChange(now, entry);
  now.lastAt = entry.at;
  if (entry.kind === 'message') takeMessage(now, entry);
  if (entry.kind === 'resolved') now.status = 'resolved';
  if (entry.kind === 'reopened') now.status = 'open';
  if (entry.kind === 'away_told') now.awayTold = true;
  // Agents get the log's own numbers, and with them all of it.
  if (entry.publicSeq === undefined) {
    if (entry.kind === 'ticket_created') now.ticketNumber = entry.number ?? null;
    return now;
  }
  if (entry.kind === 'message' && entry.author.kind === 'agent' && before.agentMessages === 0)
    now.firstReply = { at: entry.at, whileAway: before.awayTold };
  return foldForAgent(now, entry);
}

function foldChange(
  now: TinyConversation,
  { kind, target, text = '', at, publicSeq }: TinyEntry,
): TinyConversation {
  if (publicSeq !== undefined) Object.assign(now, { publicSeq, changedAt: at });
  if (now.preview === null || now.preview.clientId !== target) return now;
  if (kind === 'edited') now.preview = { ...now.preview, text: shortened(text) };
  if (kind === 'removed') now.preview = { ...now.preview, text: '', removed: true };
  return now;
}

function shortened(text: string): string {
  const line = text.slice(0, 280).replace(/\s+/g, ' ').trim();
  return [...line].slice(0, 140).join('');
}

function takeMessage(now: TinyConversation, entry: TinyEntry): void {
  const { clientId, author, text = '', at, removedAt } = entry;
  now.preview = {
    clientId,
    text: shortened(text),
    ...(removedAt !== undefined && { removed: true }),
    author: { kind: author.kind, id: author.id },
    at,
  };
  if (author.kind === 'contact') {
    now.contactMessages++;
    now.status = 'open';
  } else {
    now.agentMessages++;
    now.awayTold = false;
  }
}

function foldForAgent(now: TinyConversation, entry: TinyEntry): TinyConversation {
  const { kind, author, at, publicSeq = 0 } = entry;
  now.publicSeq = publicSeq;
  if (entry.visibility === 'public') now.lastPublicAt = at;
  const fromContact = kind === 'message' && author.kind === 'contact';
  if (fromContact) now.waitingSince ??= at;
  if ((kind === 'message' && !fromContact) || kind === 'resolved') now.waitingSince = null;
  if (kind === 'resolved') now.resolvedAt = at;
  if (kind === 'reopened' || fromContact) now.resolvedAt = null;
  if (kind === 'assigned') now.assigneeId = entry.assigneeId ?? null;
  if (kind === 'ticket_created') {
    const { number, subject, priority, category } = entry;
    now.ticket = { number, subject, priority, category, status: 'open', createdAt: at };
  }
  if (now.ticket) now.ticket = foldTicket(now.ticket, entry, fromContact);
  return now;
}

function foldTicket(
  ticket: Record<string, unknown>,
  entry: TinyEntry,
  fromContact: boolean,
): Record<string, unknown> {
  if (entry.kind === 'resolved' || entry.kind === 'reopened')
    return { ...ticket, status: entry.ticketStatus };
  if (fromContact && ['pending', 'solved'].includes(String(ticket.status)))
    return { ...ticket, status: 'open' };
  if (entry.kind !== 'ticket_changed') return ticket;
  const changed = { ...ticket };
  for (const field of ['subject', 'priority', 'category', 'status'] as const) {
    if (entry[field] !== undefined) changed[field] = entry[field];
  }
  return changed;
}
