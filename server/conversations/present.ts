import type { Attachment, PublicAttachment } from '../../shared/attachments.ts';
import type { Contact } from '../../shared/contacts.ts';
import type { Conversation, ConversationSummary, ReadMark } from '../../shared/conversations.ts';
import type { Author, Entry, PublicEntry, PublicEntryBody } from '../../shared/entries.ts';
import { firstName } from '../../shared/names.ts';
import type { Card, PublicCard } from '../../shared/offers.ts';

/** Full names of agents, by id. */
export type AgentNames = (agentId: string) => string | undefined;

/** A file with an address under which its visitor gets it. */
export type PresentAttachment = (attachment: Attachment) => PublicAttachment;

/** An entry as agents see it. */
export function presentEntry(entry: Entry, names: AgentNames): Entry {
  return { ...entry, author: named(entry.author, names) };
}

/** An entry as its visitor sees it, or null where the visitor sees nothing. Field by field: nothing slips through. */
export function presentPublicEntry(
  entry: Entry,
  names: AgentNames,
  presentAttachment: PresentAttachment,
): PublicEntry | null {
  // Changes of notes are of the same kinds as those of messages.
  const body = entry.visibility === 'public' ? publicBody(entry, presentAttachment) : null;
  if (body === null) return null;
  return {
    conversationId: entry.conversationId,
    seq: entry.publicSeq,
    clientId: entry.clientId,
    author: named(entry.author, names, firstName),
    at: entry.at,
    ...body,
  };
}

/** A conversation in the console's lists. */
export function presentSummary(
  conversation: Conversation,
  contact: Pick<Contact, 'id' | 'name' | 'email'> | undefined,
  read: ReadMark | undefined,
): ConversationSummary {
  return {
    ...conversation,
    contact: {
      id: contact?.id ?? conversation.contactId,
      name: contact?.name ?? null,
      email: contact?.email ?? null,
    },
    ...(read && { read: { seq: read.seq, contactMessages: read.contactMessages } }),
  };
}

function publicBody(entry: Entry, presentAttachment: PresentAttachment): PublicEntryBody | null {
  switch (entry.kind) {
    case 'message':
      return {
        kind: 'message',
        text: entry.text,
        ...(entry.attachments && { attachments: entry.attachments.map(presentAttachment) }),
        ...(entry.quickReplies && { quickReplies: entry.quickReplies }),
        ...(entry.cards && { cards: entry.cards.map((card) => publicCard(card, presentAttachment)) }),
      };
    case 'edited':
      return { kind: 'edited', target: entry.target, text: entry.text };
    case 'removed':
      return { kind: 'removed', target: entry.target };
    case 'reacted':
      return { kind: 'reacted', target: entry.target, emoji: entry.emoji, on: entry.on };
    case 'resolved':
      return { kind: 'resolved' };
    case 'reopened':
      return { kind: 'reopened' };
    case 'ticket_created':
      return { kind: 'ticket_created', number: entry.number };
    case 'away_told':
      return { kind: 'away_told' };
    case 'note':
    case 'assigned':
    case 'ticket_changed':
      return null;
  }
}

function publicCard(card: Card, presentAttachment: PresentAttachment): PublicCard {
  const { title, text, link, picture, pictureWords } = card;
  return {
    title,
    ...(text !== undefined && { text }),
    ...(link !== undefined && { link }),
    ...(picture !== undefined && { picture: presentAttachment(picture) }),
    ...(pictureWords !== undefined && { pictureWords }),
  };
}

/** Only agents are looked up: contacts write most, and their names do not travel with their entries. */
function named(author: Author, names: AgentNames, shown: (name: string) => string = (name) => name): Author {
  const { kind, id } = author;
  const name = kind === 'agent' ? names(id) : undefined;
  return kind === 'agent' && name !== undefined ? { kind, id, name: shown(name) } : { kind, id };
}
