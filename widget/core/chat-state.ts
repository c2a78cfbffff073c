/** What the chat's screens are drawn from. */
import type { ContactDetails } from '../../shared/contacts.ts';
import type { SendVisitorMessage } from '../../shared/messages.ts';
import type { OutboxItem } from '../../shared/outbox.ts';
import type { VisitorPresence, WidgetSite } from '../../shared/sites.ts';
import type { Link } from './connection.ts';
import { newestFirst, type Talks, unreadOf } from './talks.ts';

export type VisitorMessage = Omit<SendVisitorMessage, 'clientId'>;
export type Pending = OutboxItem<VisitorMessage>;

/** `id` is a conversation's, or the open id of one that the server does not know yet. */
export type View = { kind: 'home' } | { kind: 'thread'; id: string };

export interface ChatState {
  site: WidgetSite;
  link: Link;
  /** Whether this page has been connected once: before that nothing is known of conversations. */
  welcomed: boolean;
  /** Whether this browser has written before. */
  returning: boolean;
  /** Null until the server has said. */
  presence: VisitorPresence | null;
  /** Pictures of agents seen on this page, also of those who left. */
  faces: Readonly<Record<string, string | null>>;
  /** What the server knows of the visitor; null while nothing is stored. */
  contact: ContactDetails | null;
  talks: Talks;
  pending: readonly Pending[];
  /** From open ids to the conversations they became. */
  opened: Readonly<Record<string, string>>;
  typing: { conversationId: string; name: string } | null;
  view: View;
  open: boolean;
  /** Whether the end of the thread is on screen. */
  atEnd: boolean;
  drafts: Readonly<Record<string, string>>;
}

export function initialState(site: WidgetSite, returning: boolean): ChatState {
  return {
    site,
    link: { kind: 'connecting' },
    welcomed: false,
    returning,
    presence: null,
    faces: {},
    contact: null,
    talks: {},
    pending: [],
    opened: {},
    typing: null,
    view: { kind: 'home' },
    open: false,
    atEnd: true,
    drafts: {},
  };
}

/** The conversation a view or a message belongs to, where the server knows it; otherwise its open id. */
export function threadId(state: Pick<ChatState, 'opened'>, to: View | VisitorMessage['to']): string | null {
  const id =
    'conversationId' in to ? to.conversationId : 'openId' in to ? to.openId : 'id' in to ? to.id : null;
  return id && (state.opened[id] ?? id);
}

/** What waits to be sent in one thread, oldest first. */
export function pendingIn(state: ChatState, id: string): Pending[] {
  return state.pending.filter((item) => threadId(state, item.payload.to) === id);
}

/** Where a visitor who opens the chat wants to be: in what is going on, otherwise at the start. */
export function firstView(state: ChatState): View {
  const waiting = state.pending.at(-1);
  if (waiting) return { kind: 'thread', id: threadId(state, waiting.payload.to) ?? '' };
  const talk = newestFirst(state.talks).find(
    (each) => unreadOf(each) > 0 || each.conversation.status === 'open',
  );
  return talk ? { kind: 'thread', id: talk.conversation.id } : { kind: 'home' };
}

/** Messages of agents that the visitor has not read, in all conversations. */
export function unreadIn(talks: Talks): number {
  return Object.values(talks).reduce((sum, talk) => sum + unreadOf(talk), 0);
}
