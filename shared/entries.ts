/** The numbered items of a conversation's log, as they travel. Types only: no schema code reaches the page. */
import type { TicketPriority, TicketStatus } from './tickets.ts';

export type Visibility = 'public' | 'private';

/** Who made an entry. `name` is filled in when it is shown: a visitor gets the first name, an agent the whole. */
export type Author =
  | { kind: 'contact'; id: string; name?: string }
  | { kind: 'agent'; id: string; name?: string }
  /** Made by the server; `id` says which part of it, such as `away-notice`. */
  | { kind: 'system'; id: string; name?: string };

/** What an entry says. Visibility follows from the kind and never changes. */
export type EntryBody =
  | { kind: 'message'; text: string }
  | { kind: 'note'; text: string }
  | { kind: 'assigned'; assigneeId: string | null }
  | { kind: 'resolved'; ticketStatus: 'solved' | 'closed' }
  | { kind: 'reopened'; ticketStatus: 'open' | 'pending' }
  | { kind: 'ticket_created'; number: number; subject: string; priority: TicketPriority; category: string }
  | {
      kind: 'ticket_changed';
      subject?: string;
      priority?: TicketPriority;
      category?: string;
      status?: TicketStatus;
    }
  /** The visitor was told that nobody is there and asked for an email address. */
  | { kind: 'away_told' };

export type EntryKind = EntryBody['kind'];

export const VISIBILITY: Record<EntryKind, Visibility> = {
  message: 'public',
  note: 'private',
  assigned: 'private',
  resolved: 'public',
  reopened: 'public',
  ticket_created: 'public',
  ticket_changed: 'private',
  away_told: 'public',
};

/** One item of a conversation's log, as agents get it. */
export type Entry = EntryBody & {
  conversationId: string;
  /** 1, 2, 3 ... without holes. */
  seq: number;
  /** How many public entries there are up to and including this one: the visitor's number. */
  publicSeq: number;
  /** Minted by the sender; unique in the conversation. */
  clientId: string;
  visibility: Visibility;
  author: Author;
  /** Milliseconds since 1970; never goes backwards within a conversation. */
  at: number;
};

/** What a visitor may know of an entry. */
export type PublicEntryBody =
  | { kind: 'message'; text: string }
  | { kind: 'resolved' }
  | { kind: 'reopened' }
  | { kind: 'ticket_created'; number: number }
  | { kind: 'away_told' };

/** One item of a conversation's log, as its visitor gets it: `seq` is the `publicSeq` of the log. */
export type PublicEntry = PublicEntryBody & {
  conversationId: string;
  seq: number;
  clientId: string;
  author: Author;
  at: number;
};
