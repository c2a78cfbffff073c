import { firstName } from '../../shared/names.ts';
import type { TicketPriority, TicketStatus } from '../../shared/tickets.ts';
import { PRIORITY_NAMES, STATUS_NAMES } from '../tickets/ticket-names.ts';
import type { EventEntry } from './thread-rows.ts';

/** A piece of a sentence; what matters stands out. */
export interface Words {
  text: string;
  strong: boolean;
}

export interface EventNames {
  meId: string;
  /** Full name of an agent. */
  agent(id: string): string | undefined;
  contact: string;
}

/** What happened, as a sentence. */
export function eventWords(entry: EventEntry, names: EventNames): Words[] {
  const who = strong(subject(entry, names));
  switch (entry.kind) {
    case 'assigned':
      return assignedWords(entry, who, names);
    case 'resolved':
      return [
        who,
        plain(entry.ticketStatus === 'closed' ? ' resolved this and closed the ticket' : ' resolved this'),
      ];
    case 'reopened':
      return [who, plain(' reopened this')];
    case 'ticket_created':
      return [who, plain(' made ticket '), strong(`#${entry.number}`)];
    case 'ticket_changed':
      return [who, plain(` ${changes(entry).join(', ')}`)];
    case 'away_told':
      return [strong(names.contact), plain(' was told that nobody is here and asked for an email address')];
  }
}

function assignedWords(
  entry: Extract<EventEntry, { kind: 'assigned' }>,
  who: Words,
  names: EventNames,
): Words[] {
  const { assigneeId, author } = entry;
  if (assigneeId === null) return [who, plain(' assigned this to nobody')];
  if (assigneeId === author.id) return [who, plain(' took this conversation')];
  const to = assigneeId === names.meId ? 'you' : agentName(assigneeId, names);
  return [who, plain(' assigned this to '), strong(to)];
}

function changes(change: {
  subject?: string;
  priority?: TicketPriority;
  category?: string;
  status?: TicketStatus;
}): string[] {
  const said: string[] = [];
  if (change.subject !== undefined) said.push(`renamed the ticket to “${change.subject}”`);
  if (change.priority !== undefined) said.push(`set the priority to ${PRIORITY_NAMES[change.priority]}`);
  if (change.category !== undefined) said.push(`set the category to ${change.category || 'none'}`);
  if (change.status !== undefined) said.push(`set the ticket to ${STATUS_NAMES[change.status]}`);
  return said;
}

function subject(entry: EventEntry, names: EventNames): string {
  const { author } = entry;
  if (author.kind === 'contact') return names.contact;
  if (author.kind === 'system') return 'Parley';
  return author.id === names.meId ? 'You' : firstName(names.agent(author.id) ?? author.name ?? 'Somebody');
}

function agentName(id: string, names: EventNames): string {
  return firstName(names.agent(id) ?? 'somebody');
}

function strong(text: string): Words {
  return { text, strong: true };
}

function plain(text: string): Words {
  return { text, strong: false };
}
