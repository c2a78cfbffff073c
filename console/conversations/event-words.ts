import { firstName } from '../../shared/names.ts';
import { fill } from '../../shared/wording.ts';
import { listed, words } from '../words/words.ts';
import type { EventEntry } from './thread-rows.ts';

/** A piece of a sentence; what matters stands out. */
interface Piece {
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
export function eventWords(entry: EventEntry, names: EventNames): Piece[] {
  const { events } = words.conversations;
  const says = entry.author.id === names.meId ? events.mine : events.theirs;
  const who = subject(entry, names);
  switch (entry.kind) {
    case 'assigned':
      return assignedWords(entry, who, names);
    case 'resolved':
      if (entry.author.kind === 'contact') return pieces(events.ended, { who });
      return pieces(entry.ticketStatus === 'closed' ? says.resolvedAndClosed : says.resolved, { who });
    case 'reopened':
      return pieces(says.reopened, { who });
    case 'ticket_created':
      return pieces(says.ticketCreated, { who, number: `#${entry.number}` });
    case 'ticket_changed':
      return pieces(says.ticketChanged, { who, changes: listed(changes(entry)) });
    case 'away_told':
      return pieces(events.awayTold, { who: names.contact });
  }
}

function assignedWords(
  { assigneeId, author }: Extract<EventEntry, { kind: 'assigned' }>,
  who: string,
  names: EventNames,
): Piece[] {
  const { events } = words.conversations;
  const says = author.id === names.meId ? events.mine : events.theirs;
  if (assigneeId === null) return pieces(says.unassigned, { who });
  if (assigneeId === author.id) return pieces(says.taken, { who });
  if (assigneeId === names.meId) return pieces(events.assignedToYou, { who });
  const whom = firstName(names.agent(assigneeId) ?? words.general.somebody);
  return pieces(says.assigned, { who, whom });
}

function changes(change: Extract<EventEntry, { kind: 'ticket_changed' }>): string[] {
  const { changed } = words.conversations;
  const { subject, priority, category, status } = change;
  const said: string[] = [];
  if (subject !== undefined) said.push(fill(changed.subject, { value: subject }));
  if (priority !== undefined)
    said.push(fill(changed.priority, { value: words.tickets.priorities[priority] }));
  if (category) said.push(fill(changed.category, { value: category }));
  if (category === '') said.push(changed.noCategory);
  if (status !== undefined) said.push(fill(changed.status, { value: words.tickets.statuses[status] }));
  return said;
}

function subject({ author }: EventEntry, names: EventNames): string {
  if (author.kind === 'contact') return names.contact;
  if (author.kind === 'system') return 'Parley';
  return firstName(names.agent(author.id) ?? author.name ?? words.general.somebody);
}

/** What the sentence names stands out. */
function pieces(sentence: string, values: Readonly<Record<string, string>>): Piece[] {
  return sentence
    .split(/{(\w+)}/)
    .map((text, at) => (at % 2 === 1 ? { text: values[text] ?? '', strong: true } : { text, strong: false }));
}
