/** What a thread shows, row by row, made from its entries and from what is still on its way. Pure. */
import { applyChanges, type Change, isWritten } from '../../shared/apply-change.ts';
import type { Attachment } from '../../shared/attachments.ts';
import type { ChangeMessage } from '../../shared/changes.ts';
import { type Author, type Entry, visibilityOf } from '../../shared/entries.ts';
import type { Refusal } from '../../shared/errors.ts';
import type { Offers } from '../../shared/offers.ts';
import type { OutboxEntry, OutboxState } from '../../shared/outbox.ts';

import type { OutgoingFile } from '../../widget/core/uploads.ts';
import { type DraftOffers, NO_OFFERS, offered } from '../messages/offers.ts';

/** A message or note that the log does not have yet. */
export interface PendingReply {
  clientId: string;
  kind: 'message' | 'note';
  text: string;
  files: readonly OutgoingFile[];
  offers: DraftOffers;
  /** What is done to a message or note, instead of writing one. */
  change?: Pick<ChangeMessage, 'target' | 'change'>;
  at: number;
  /** `sent` is acknowledged and about to appear in the log. */
  state: OutboxState | { kind: 'sent' };
  kept: OutboxEntry<unknown>['kept'];
  /** Not acknowledged for so long that the agent may know. */
  late: boolean;
}

type TextEntry = Extract<Entry, { kind: 'message' | 'note' }>;
export type EventEntry = Exclude<Entry, TextEntry | Change>;

export interface TextRow {
  kind: 'text';
  key: string;
  note: boolean;
  text: string;
  attachments: readonly Attachment[];
  /** What it offers, as far as it can be shown. */
  offers: Offers;
  /** What still has to be sent. */
  files: readonly OutgoingFile[];
  /** What it is to offer, where it is not sent yet. */
  draftOffers: DraftOffers;
  /** Its sender's id for it, where the log has it and it can be changed. */
  changeable: boolean;
  gone: boolean;
  edited: boolean;
  /** Each emoji once, with who gave it. */
  reactions: readonly { emoji: string; by: readonly Author[] }[];
  author: Author;
  /** The first of a group says who wrote it and when. */
  first: boolean;
  at: number;
  status: TextStatus;
}

type TextStatus =
  | { kind: 'none' }
  /** `unsaved`: the browser would not keep it, so it is gone with the page. */
  | { kind: 'sending' | 'waiting'; unsaved: boolean }
  | { kind: 'sent' }
  | { kind: 'seen' }
  | { kind: 'failed'; clientId: string; refusal: Refusal };

export type ThreadRow =
  | { kind: 'day'; key: string; at: number }
  | TextRow
  | { kind: 'event'; key: string; entry: EventEntry };

export interface ThreadInput {
  entries: readonly Entry[];
  pending: readonly PendingReply[];
  /** How far the visitor has read, in `publicSeq`. */
  contactReadSeq: number;
  me: { id: string; name: string };
  /** A name for the day of a time, the same for all times of one day. */
  dayOf(at: number): string;
}

const EVENTS: ReadonlySet<string> = new Set<EventEntry['kind']>([
  'assigned',
  'resolved',
  'reopened',
  'ticket_created',
  'ticket_changed',
  'away_told',
]);

/** Messages of one author with less than this between them share a heading. */
const GROUP_MS = 5 * 60_000;

/** The rows of a thread, oldest first. */
export function threadRows({ entries, pending, contactReadSeq, me, dayOf }: ThreadInput): ThreadRow[] {
  const rows: ThreadRow[] = [];
  const logged = new Set(entries.map((entry) => entry.clientId));
  const lastOwn = entries.findLast((entry) => entry.kind === 'message' && entry.author.kind === 'agent');
  let before: TextRow | null = null;
  let day = '';
  const add = (row: TextRow | Extract<ThreadRow, { kind: 'event' }>, at: number) => {
    if (dayOf(at) !== day) {
      day = dayOf(at);
      rows.push({ kind: 'day', key: `day-${day}`, at });
      before = null;
    }
    if (row.kind === 'text') row.first = before === null || !sameGroup(before, row);
    before = row.kind === 'text' ? row : null;
    rows.push(row);
  };
  for (const entry of applyChanges(entries, pendingChanges(pending, me))) {
    if (isWritten(entry)) {
      const seen = entry.publicSeq <= contactReadSeq;
      add(textRow(entry, entry === lastOwn ? { kind: seen ? 'seen' : 'sent' } : { kind: 'none' }), entry.at);
    } else if (isEvent(entry)) add({ kind: 'event', key: entry.clientId, entry }, entry.at);
  }
  for (const reply of pending) {
    if (logged.has(reply.clientId)) continue;
    const { change } = reply;
    if (change === undefined) add(pendingRow(reply, me), reply.at);
    const target = rows.find((row) => row.key === change?.target);
    if (target?.kind === 'text') target.status = pendingStatus(reply);
  }
  return rows;
}

/** What has a line of its own: not what shows in the message it is about, nor what a newer server may add. */
function isEvent(entry: Entry): entry is EventEntry {
  return EVENTS.has(entry.kind);
}

function textRow(entry: TextEntry, status: TextStatus): TextRow {
  const { kind, clientId, author, at, attachments = [], reactions = [] } = entry;
  const gone = entry.removedAt !== undefined;
  const emoji = [...new Set(reactions.map((one) => one.emoji))];
  return {
    kind: 'text',
    key: clientId,
    note: kind === 'note',
    text: gone ? '' : entry.text,
    attachments,
    offers: entry.kind === 'message' ? offersOf(entry) : {},
    files: [],
    draftOffers: NO_OFFERS,
    changeable: true,
    gone,
    edited: entry.editedAt !== undefined,
    reactions: emoji.map((each) => ({
      emoji: each,
      by: reactions.filter((one) => one.emoji === each).map((one) => one.author),
    })),
    author,
    at,
    first: true,
    status,
  };
}

function offersOf({ quickReplies, cards }: Offers): Offers {
  return { ...(quickReplies && { quickReplies }), ...(cards && { cards }) };
}

/** What is done and not yet acknowledged, as if it were: after everything there is. */
function pendingChanges(pending: readonly PendingReply[], me: { id: string; name: string }): Change[] {
  return pending.flatMap(({ change, kind, clientId, at, state }, index) => {
    if (change === undefined || state.kind === 'failed') return [];
    const body = { ...change.change, of: kind, target: change.target };
    const seq = Number.MAX_SAFE_INTEGER - 1_000 + index;
    const author = { kind: 'agent' as const, ...me };
    return [
      {
        ...body,
        conversationId: '',
        seq,
        publicSeq: seq,
        clientId,
        visibility: visibilityOf(body),
        author,
        at,
      },
    ];
  });
}

function pendingRow(reply: PendingReply, me: { id: string; name: string }): TextRow {
  const { kind, clientId, text, at } = reply;
  const author = { kind: 'agent', id: me.id, name: me.name } as const;
  const status = pendingStatus(reply);
  const plain = { changeable: false, gone: false, edited: false, reactions: [] };
  return {
    ...plain,
    kind: 'text',
    key: clientId,
    note: kind === 'note',
    text,
    attachments: [],
    offers: offered(reply.offers, []),
    files: reply.files,
    draftOffers: reply.offers,
    author,
    at,
    first: true,
    status,
  };
}

function pendingStatus({ clientId, state, kept, late }: PendingReply): TextStatus {
  switch (state.kind) {
    case 'waiting':
    case 'sending':
      return { kind: late ? 'waiting' : 'sending', unsaved: kept === 'refused' };
    case 'sent':
      return { kind: 'sent' };
    case 'failed':
      return { kind: 'failed', clientId, refusal: state.refusal };
  }
}

function sameGroup(before: TextRow, row: TextRow): boolean {
  return (
    before.note === row.note &&
    before.author.kind === row.author.kind &&
    before.author.id === row.author.id &&
    row.at - before.at < GROUP_MS
  );
}
