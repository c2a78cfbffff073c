/** The wire, declared once and imported by both ends. PROTOCOL.md says in words what these types say. */
import type { Agent, AgentPresence, Availability } from './agents.ts';
import type { ChangeMessage, MessageHistory, MessageRef } from './changes.ts';
import type { Contact, ContactDetails, PageContext, PageView, TellContact } from './contacts.ts';
import type {
  AssignConversation,
  ChangeConversation,
  ConversationRef,
  ConversationSummary,
  ConversationView,
  ListConversations,
  OlderEntries,
  OlderPage,
  ReadConversation,
  ReadMark,
  Typing,
  VisitorConversation,
  WatchConversation,
  WatchedConversation,
} from './conversations.ts';
import type { Entry, PublicEntry } from './entries.ts';
import type { Ack, Refusal } from './errors.ts';
import type { AddNote, Appended, SendAgentMessage, SendVisitorMessage } from './messages.ts';
import type { Page } from './paging.ts';
import type { AcceptResume, OfferResume, ResumeOffer } from './resume.ts';
import type { ReplyWithin, Site, VisitorPresence, WidgetSite } from './sites.ts';
import type { CreateTicket } from './tickets.ts';

/** Both ends of one event that is answered. */
type Asked<Input, Output> = (input: Input, ack: (answer: Ack<Output>) => void) => void;

/** What the widget sends with the handshake, as Socket.IO's `auth`. The site's key is in the query (`site`). */
export interface WidgetHandshake {
  protocol: number;
  /** The visitor's secret: 256 random bits in base64url, minted by the widget, kept on the device. */
  token: string;
  /** For each conversation the last number without a hole. */
  heads: Record<string, number>;
  page: PageView;
  /** BCP 47 tag. */
  language: string;
  /** IANA name. */
  timezone: string;
  /** Who the page says it is, with a JWT of the site's server that proves it. */
  identity?: { id: string; token: string } | undefined;
  /** How much the client has not been able to send yet, at most 10,000. */
  waiting?: number;
}

/** Events a widget may send on the namespace `/widget`. */
export interface WidgetEvents {
  'message:send': Asked<SendVisitorMessage, Appended>;
  /** Edits, removes or reacts to a message. */
  'message:change': Asked<ChangeMessage, Appended>;
  'conversation:read': Asked<ReadConversation, null>;
  'conversation:catch-up': Asked<WatchConversation, VisitorConversation>;
  'conversation:older': Asked<OlderEntries, OlderPage<PublicEntry>>;
  /** Ends it: the visitor needs nothing more. */
  'conversation:end': Asked<ChangeConversation, Appended>;
  /** Asks for a link by which another device goes on. */
  'resume:offer': Asked<OfferResume, ResumeOffer>;
  /** Uses such a link up: `secret` is this device's from now on. */
  'resume:accept': Asked<AcceptResume, { conversationId: string }>;
  'contact:update': Asked<TellContact, ContactDetails>;
  /** The visitor's newest numbers, to find out that something was missed. */
  heads: Asked<null, VisitorHeads>;
  'page:view': (page: PageView) => void;
  'page:context': (context: PageContext) => void;
  typing: (typing: Typing) => void;
}

/** For each of the visitor's conversations: its last number and how far it has been read, by both sides. */
export type VisitorHeads = Record<string, { lastSeq: number; readSeq: number; seenSeq: number }>;

/** Events the server sends to a widget. */
export interface WidgetServerEvents {
  /** The first event on every connection: the answer to the handshake. */
  welcome: (welcome: WidgetWelcome) => void;
  entry: (entry: PublicEntry) => void;
  /** An agent has read up to this number. */
  'conversation:seen': (seen: { conversationId: string; seq: number }) => void;
  /** The visitor has read up to this number, in this or another tab. */
  'conversation:read': (read: { conversationId: string; seq: number; agentMessages: number }) => void;
  typing: (typing: { conversationId: string; typing: boolean; name: string }) => void;
  /** Another device goes on with this conversation, by a link that was asked for here. */
  resumed: (resumed: { conversationId: string }) => void;
  presence: (presence: VisitorPresence) => void;
  /** The site's look has changed. */
  site: (site: WidgetSite) => void;
  /**
   * The connection is about to be cut for this reason. With `retryAfterMs` the client comes back by itself after
   * that time (a server that restarts spreads its clients this way).
   */
  refused: (refusal: Refusal) => void;
}

export interface WidgetWelcome {
  protocol: number;
  site: WidgetSite;
  presence: VisitorPresence;
  /** What the visitor has told about itself; null while nothing is stored. */
  contact: ContactDetails | null;
  conversations: VisitorConversation[];
  /** How large a file may be, in bytes. */
  attachmentMaxBytes: number;
  /** How soon who is there has usually answered in the last week; absent where too little is known. */
  replyWithin?: ReplyWithin;
  /** Why the handshake's `identity` has proved nothing; the connection goes on without it. */
  identityRefused?: Refusal;
}

/** What the console sends with the handshake. Who it is follows from the session's cookie. */
export interface ConsoleHandshake {
  protocol: number;
  /** How much the client has not been able to send yet, at most 10,000. */
  waiting?: number;
}

/** Events a console may send on the namespace `/console`. */
export interface ConsoleEvents {
  'conversations:list': Asked<ListConversations, Page<ConversationSummary>>;
  'conversations:counts': Asked<null, ConversationCounts>;
  /** Opens a conversation: its entries come live from now on. */
  'conversation:watch': Asked<WatchConversation, WatchedConversation>;
  'conversation:unwatch': Asked<ConversationRef, null>;
  'conversation:older': Asked<OlderEntries, OlderPage<Entry>>;
  'conversation:read': Asked<ReadConversation, null>;
  'conversation:assign': Asked<AssignConversation, Appended>;
  'conversation:resolve': Asked<ChangeConversation, Appended>;
  'conversation:reopen': Asked<ChangeConversation, Appended>;
  'message:send': Asked<SendAgentMessage, Appended>;
  'note:add': Asked<AddNote, Appended>;
  /** Edits, removes or reacts to a message or note. */
  'message:change': Asked<ChangeMessage, Appended>;
  /** Every version of a message or note. */
  'message:history': Asked<MessageRef, MessageHistory>;
  'ticket:create': Asked<CreateTicket, Appended & { number: number }>;
  /** The watched conversation's last number, to find out that something was missed. */
  heads: Asked<ConversationRef, { lastSeq: number; contactReadSeq: number }>;
  'presence:set': Asked<{ availability: Availability }, null>;
  typing: (typing: Typing) => void;
}

/** Open conversations in each of the console's views. */
export type ConversationCounts = Record<Exclude<ConversationView, 'resolved'>, number> & { tickets: number };

/** Events the server sends to a console. */
export interface ConsoleServerEvents {
  welcome: (welcome: ConsoleWelcome) => void;
  entry: (entry: Entry) => void;
  /** Conversations that are new or different, at most one a conversation in about a second. */
  'conversations:changed': (changed: { items: ConversationSummary[] }) => void;
  /** The visitor has read up to this `publicSeq`. */
  'conversation:seen': (seen: { conversationId: string; seq: number }) => void;
  /** The agent has read, in this or another tab. */
  'conversation:read': (read: { conversationId: string } & ReadMark) => void;
  typing: (typing: {
    conversationId: string;
    typing: boolean;
    who: { kind: 'contact' | 'agent'; id: string; name: string };
  }) => void;
  /** `was`: the contact that has turned out to be this one. */
  'contact:changed': (changed: { contact: Contact; online: boolean; was?: string }) => void;
  presence: (presence: { agents: Record<string, AgentPresence> }) => void;
  'agents:changed': (changed: { agents: Agent[] }) => void;
  'sites:changed': (changed: { sites: Site[] }) => void;
  /** The connection is about to be cut for this reason, such as `not_signed_in`; see the widget's. */
  refused: (refusal: Refusal) => void;
}

export interface ConsoleWelcome {
  protocol: number;
  me: Agent;
  agents: Agent[];
  sites: Site[];
  counts: ConversationCounts;
  /** How large a file may be, in bytes. */
  attachmentMaxBytes: number;
}
