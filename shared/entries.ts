/** The numbered items of a conversation's log, as they travel. Types only: no schema code reaches the page. */
import type { Attachment, PublicAttachment } from './attachments.ts';
import type { Offers } from './offers.ts';
import type { TicketPriority, TicketStatus } from './tickets.ts';

export type Visibility = 'public' | 'private';

/** Who made an entry. `name` is filled in when it is shown: a visitor gets the first name, an agent the whole. */
export type Author =
  | { kind: 'contact'; id: string; name?: string }
  | { kind: 'agent'; id: string; name?: string }
  /** Made by the server; `id` says which part of it, such as `away-notice`. */
  | { kind: 'system'; id: string; name?: string };

/** One person's reaction to a message. */
interface Reaction {
  emoji: string;
  author: Author;
}

/**
 * What a message has become, filled in when it is handed out: its text is then the one of now, and empty where it
 * was removed. Absent where nothing has changed it.
 */
export interface Changed {
  editedAt?: number;
  removedAt?: number;
  reactions?: Reaction[];
  /** The number of the last change that is in here. */
  changedSeq?: number;
}

/** What a message or note says. The text may be empty where there are files. */
interface Written<File> extends Changed {
  text: string;
  /** Absent where there are none. */
  attachments?: File[];
}

/** What a change is about: something written, named by its `clientId`. */
interface Target {
  of: 'message' | 'note';
  target: string;
}

/**
 * What an entry says. Visibility follows from the kind, that of a change from what it is about, and never changes.
 * An edit is handed out with its target's text of now, not with what it said at its time.
 */
export type EntryBody =
  | ({ kind: 'message' } & Written<Attachment> & Offers)
  | ({ kind: 'note' } & Written<Attachment>)
  | ({ kind: 'edited'; text: string } & Target)
  | ({ kind: 'removed' } & Target)
  | ({ kind: 'reacted'; emoji: string; on: boolean } & Target)
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

type EntryKind = EntryBody['kind'];

/** Of what is no change. */
export const VISIBILITY: Record<Exclude<EntryKind, 'edited' | 'removed' | 'reacted'>, Visibility> = {
  message: 'public',
  note: 'private',
  assigned: 'private',
  resolved: 'public',
  reopened: 'public',
  ticket_created: 'public',
  ticket_changed: 'private',
  away_told: 'public',
};

/** Who may see an entry that says this. */
export function visibilityOf(body: EntryBody): Visibility {
  return VISIBILITY['of' in body ? body.of : body.kind];
}

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
  | ({ kind: 'message' } & Written<PublicAttachment> & Offers<PublicAttachment>)
  | { kind: 'edited'; target: string; text: string }
  | { kind: 'removed'; target: string }
  | { kind: 'reacted'; target: string; emoji: string; on: boolean }
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
