/** What the chat's screens are drawn from. */
import type { ComponentType } from 'preact';
import { type Change, isChange } from '../../shared/apply-change.ts';
import type { PublicAttachment } from '../../shared/attachments.ts';
import type { ChangeMessage } from '../../shared/changes.ts';
import type { ContactDetails } from '../../shared/contacts.ts';
import type { PublicEntry } from '../../shared/entries.ts';
import type { Appended, SendVisitorMessage } from '../../shared/messages.ts';
import type { OutboxEntry } from '../../shared/outbox.ts';
import type { ReplyWithin, VisitorPresence, WidgetSite } from '../../shared/sites.ts';
import type { Shell } from '../shell.ts';
import type { Chat } from './chat.ts';
import type { FileFault } from './choose-files.ts';
import type { Link } from './connection.ts';
import { newestFirst, type Talks, unreadOf } from './talks.ts';
import type { OutgoingFile } from './uploads.ts';

/** A message, or with `change` what is done to one that was sent. */
export type VisitorMessage = Omit<SendVisitorMessage, 'clientId' | 'attachments'> & {
  change?: VisitorChange;
  /** What goes along, with its bytes. */
  files?: readonly OutgoingFile[];
};
type VisitorChange = Pick<ChangeMessage, 'target' | 'change'>;
export type Pending = OutboxEntry<VisitorMessage>;

/** What goes along with a first message. */
export type Told = Pick<VisitorMessage, 'contact' | 'form'>;

/** The thread that is shown, as a message to it names it; null for the start. */
export type View = VisitorMessage['to'] | null;

export interface ChatState {
  site: WidgetSite;
  /** What the server is told: a BCP 47 tag that this browser knows. */
  language: string;
  /** What the words on the screen are in: a BCP 47 tag; null until they are there. */
  spoken: string | null;
  link: Link;
  /** Whether this page has been connected once: before that nothing is known of conversations. */
  welcomed: boolean;
  /** Whether this browser has written before. */
  returning: boolean;
  /** Null until the server has said. */
  presence: VisitorPresence | null;
  /** How soon somebody usually answers, where that can be told. */
  replyWithin?: ReplyWithin | undefined;
  /** Pictures of agents seen on this page, also of those who left. */
  faces: Readonly<Record<string, string | null>>;
  /** What the server knows of the visitor; null while nothing is stored. */
  contact: ContactDetails | null;
  /** What the page says of the visitor. */
  label: ContactDetails | null;
  /** Whether the server has refused what was filled in. */
  formRefused: boolean;
  talks: Talks;
  pending: readonly Pending[];
  /** From open ids to the conversations they became. */
  opened: Readonly<Record<string, string>>;
  typing: { conversationId: string; name: string } | null;
  /** What is to be answered before anything else is shown. */
  asking?: ComponentType<{ chat: Chat; shell: Shell; state: ChatState }> | undefined;
  view: View;
  open: boolean;
  /** Whether the end of the thread is on screen. */
  atEnd: boolean;
  drafts: Readonly<Record<string, string>>;
  /** Whether emoji are being chosen for it. */
  picking: boolean;
  /** Chosen for what is being written. */
  files: readonly OutgoingFile[];
  /** What is wrong with files that were chosen and not taken. */
  faults: readonly FileFault[];
  /** How large a file may be, in bytes. */
  maxBytes: number;
}

export function initialState(site: WidgetSite, language: string, returning: boolean): ChatState {
  return {
    site,
    language,
    spoken: null,
    link: { kind: 'connecting' },
    welcomed: false,
    returning,
    presence: null,
    faces: {},
    contact: null,
    label: null,
    formRefused: false,
    talks: {},
    pending: [],
    opened: {},
    typing: null,
    view: null,
    open: false,
    atEnd: true,
    drafts: {},
    picking: false,
    files: [],
    faults: [],
    maxBytes: 0,
  };
}

/** The conversation that a view or a message names; its open id as long as the server does not know it. */
export function threadId(state: Pick<ChatState, 'opened'>, to: VisitorMessage['to']): string;
export function threadId(state: Pick<ChatState, 'opened'>, to: View): string | null;
export function threadId(state: Pick<ChatState, 'opened'>, to: View): string | null {
  if (to === null) return null;
  return 'openId' in to ? (state.opened[to.openId] ?? to.openId) : to.conversationId;
}

/** What waits to be sent in one thread, oldest first. */
export function pendingIn(state: ChatState, id: string): Pending[] {
  return state.pending.filter((item) => threadId(state, item.payload.to) === id);
}

/** Where a visitor who opens the chat wants to be: in what is going on, otherwise at the start. */
export function firstView(state: ChatState): View {
  const waiting = state.pending.at(-1);
  if (waiting) return waiting.payload.to;
  const talk = newestFirst(state.talks).find(
    (each) => unreadOf(each) > 0 || each.conversation.status === 'open',
  );
  return talk ? { conversationId: talk.conversation.id } : null;
}

/** Whether a view is opened at its end; otherwise where reading stopped. */
export function opensAtEnd(state: ChatState, view: View): boolean {
  const talk = state.talks[threadId(state, view) ?? ''];
  return !talk || unreadOf(talk) === 0;
}

/** Messages of agents that the visitor has not read, in all conversations. */
export function unreadIn(talks: Talks): number {
  return Object.values(talks).reduce((sum, talk) => sum + unreadOf(talk), 0);
}

/** What was sent, as the log holds it. */
export function sentEntry(
  { clientId, payload }: Pick<Pending, 'clientId' | 'payload'>,
  { conversationId, seq, at }: Appended,
  attachments?: PublicAttachment[],
): PublicEntry {
  const entry = { conversationId, seq, clientId, author: { kind: 'contact' as const, id: '' }, at };
  const { change, text } = payload;
  return change
    ? { ...entry, ...change.change, target: change.target }
    : { ...entry, kind: 'message', text, ...(attachments && { attachments }) };
}

/** What has been done to messages and is not yet acknowledged, as if it were. */
export function pendingChanges(pending: readonly Pending[]): (PublicEntry & Change)[] {
  return pending
    .filter(({ state }) => state.kind !== 'failed')
    .map((item, index) =>
      // After everything there is.
      sentEntry(item, { conversationId: '', seq: Number.MAX_SAFE_INTEGER - 1_000 + index, at: item.at }),
    )
    .filter(isChange);
}

/** Whether `told` says anything that is not known. */
export function isNews(told: ContactDetails, known: ContactDetails | null): boolean {
  return (
    (told.name !== undefined && told.name !== known?.name) ||
    (told.email !== undefined && told.email !== known?.email)
  );
}
