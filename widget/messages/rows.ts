/** What a thread shows, line by line. Pure. */

import { applyChanges } from '../../shared/apply-change.ts';
import type { PublicAttachment } from '../../shared/attachments.ts';
import type { Changed, PublicEntry } from '../../shared/entries.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { EDIT_WINDOW_MS } from '../../shared/limits.ts';
import type { PublicCard } from '../../shared/offers.ts';
import { dayOf, fill, startOfDay } from '../../shared/wording.ts';
import { type Pending, pendingChanges } from '../core/chat-state.ts';
import type { Talk } from '../core/talks.ts';
import type { OutgoingFile } from '../core/uploads.ts';
import { moreWords } from '../words/more-words.ts';
import { language, words } from '../words/words.ts';

/** Messages of one author that follow each other within this are shown as one group. */
const GROUP_MS = 5 * 60_000;

/** Named as its words are. */
type SendStatus =
  /** `unsaved`: the browser would not keep it, so it is gone with the page. */
  | { kind: 'sending' | 'waiting'; unsaved: boolean }
  | { kind: 'sent' }
  | { kind: 'seen' }
  | { kind: 'notSent'; code: ErrorCode; clientId: string };

export interface Bubble {
  key: string;
  text: string;
  at: number;
  /** Removed: the text says so. */
  gone: boolean;
  edited: boolean;
  /** Each emoji once, with how many gave it and whether the visitor did. */
  reactions: readonly { emoji: string; count: number; own: boolean }[];
  attachments?: readonly PublicAttachment[] | undefined;
  cards?: readonly PublicCard[] | undefined;
  /** What still has to be sent. */
  files?: readonly OutgoingFile[] | undefined;
  /** Whether the visitor can do anything with it now. */
  changeable: boolean;
  /** Whether it begins a group. */
  first: boolean;
}

export type Row =
  | { kind: 'note'; key: string; text: string }
  /** The line before what has not been read. */
  | { kind: 'new'; key: string; text: string }
  | (Bubble & { kind: 'theirs'; authorId: string; name: string; last: boolean })
  | (Bubble & { kind: 'mine'; status: SendStatus | null })
  /** What can be answered with a press; `offeredBy` names the message. */
  | { kind: 'choices'; key: string; offeredBy: string; replies: readonly string[] };

/**
 * @param talk undefined where nothing of the conversation is known yet
 * @param pending what the visitor has written and the server has not acknowledged
 * @param now in milliseconds since 1970
 * @param readSeq how far had been read when something new came; null where nothing is new
 */
export function threadRows(
  talk: Talk | undefined,
  pending: readonly Pending[],
  siteName: string,
  now: number,
  readSeq: number | null = null,
): Row[] {
  const rows: Row[] = [];
  let day = Number.NaN;
  let before: { at: number; author: string } | null = null;
  const startsGroup = (at: number, author: string): boolean => {
    const first = before?.author !== author || at - before.at > GROUP_MS;
    before = { at, author };
    return first;
  };
  const startDay = (at: number, key: string): void => {
    const next = startOfDay(at);
    if (next === day) return;
    rows.push({ kind: 'note', key: `day-${key}`, text: dayOf(language, at, now) });
    day = next;
    before = null;
  };
  let isNew = readSeq === null;
  const { entries = [], ahead = [] } = talk?.thread ?? {};
  // What the visitor wrote stays where it stood, also while something before it is missing.
  const shown = [...entries, ...ahead.filter(({ author }) => author.kind === 'contact')];
  for (const entry of applyChanges(shown, pendingChanges(pending))) {
    const { clientId: key, at, author } = entry;
    if (entry.kind !== 'message') {
      const text = noteOf(entry);
      if (text === null) continue;
      startDay(at, key);
      rows.push({ kind: 'note', key, text });
      before = null;
      continue;
    }
    startDay(at, key);
    const mine = author.kind === 'contact';
    if (!isNew && !mine && entry.seq > (readSeq ?? 0)) {
      rows.push({ kind: 'new', key: 'new', text: moreWords().new });
      before = null;
      isNew = true;
    }
    const bubble = {
      ...bubbleOf(entry),
      changeable: !entry.removedAt && (!mine || now - at < EDIT_WINDOW_MS),
      first: startsGroup(at, mine ? '' : author.id),
    };
    if (mine) rows.push({ ...bubble, kind: 'mine', status: null });
    else
      rows.push({
        ...bubble,
        kind: 'theirs',
        authorId: author.id,
        name: author.name ?? siteName,
        last: false,
      });
  }
  markLast(rows, shown, talk?.seenSeq ?? 0);
  for (const item of pending) {
    const { clientId: key, at, payload } = item;
    const { change, text, files } = payload;
    if (change) {
      const target = rows.find((row) => row.key === change.target);
      if (target?.kind === 'mine') target.status = statusOf(item);
      continue;
    }
    startDay(at, key);
    const bubble = bubbleOf({ clientId: key, text, at });
    rows.push({ ...bubble, files, kind: 'mine', first: startsGroup(at, ''), status: statusOf(item) });
  }
  return [...withoutRepeats(rows), ...choices(talk, pending)];
}

/** The replies of the newest message, until somebody writes. */
function choices(talk: Talk | undefined, pending: readonly Pending[]): Row[] {
  const { entries = [], ahead = [] } = talk?.thread ?? {};
  const isMessage = ({ kind }: PublicEntry) => kind === 'message';
  const newest = entries.findLast(isMessage);
  if (newest?.kind !== 'message' || !newest.quickReplies?.length) return [];
  if (ahead.some(isMessage) || pending.some(({ payload }) => !payload.change)) return [];
  const { clientId: offeredBy, quickReplies: replies } = newest;
  return [{ kind: 'choices', key: `choices-${offeredBy}`, offeredBy, replies }];
}

/** The last sent message says how far it got; the last message of a group carries the face. */
function markLast(rows: Row[], shown: readonly PublicEntry[], seenSeq: number): void {
  const lastOwn = shown.findLast((entry) => entry.kind === 'message' && entry.author.kind === 'contact');
  rows.forEach((row, index) => {
    const next = rows[index + 1];
    if (row.kind === 'theirs') row.last = next?.kind !== 'theirs' || next.first;
    if (row.kind === 'mine' && lastOwn && row.key === lastOwn.clientId) {
      row.status = { kind: seenSeq >= lastOwn.seq ? 'seen' : 'sent' };
    }
  });
}

/** Of several messages that are on their way only the last says so. */
function withoutRepeats(rows: Row[]): Row[] {
  return rows.map((row, index) => {
    const next = rows[index + 1];
    const [own, after] = [goingOut(row), goingOut(next)];
    const repeated = own && after && (after.unsaved || !own.unsaved);
    return repeated && row.kind === 'mine' ? { ...row, status: null } : row;
  });
}

function goingOut(row: Row | undefined) {
  if (row?.kind !== 'mine' || !row.status) return null;
  return 'unsaved' in row.status ? row.status : null;
}

function bubbleOf(
  entry: Pick<PublicEntry, 'clientId' | 'at'> &
    Changed & {
      text: string;
      attachments?: readonly PublicAttachment[];
      cards?: readonly PublicCard[];
    },
) {
  const { clientId: key, text, at, attachments, cards, editedAt, removedAt, reactions = [] } = entry;
  const emoji = [...new Set(reactions.map((each) => each.emoji))];
  return {
    key,
    at,
    attachments: attachments?.length ? attachments : undefined,
    cards: cards?.length ? cards : undefined,
    text: removedAt ? words.deleted : text,
    gone: !!removedAt,
    edited: !!editedAt && !removedAt,
    reactions: emoji.map((each) => {
      const by = reactions.filter((one) => one.emoji === each);
      return {
        emoji: each,
        count: by.length,
        own: by.some(({ author }) => author.kind === 'contact'),
      };
    }),
    changeable: false,
  };
}

function statusOf({ state, late, kept, clientId }: Pending): SendStatus {
  switch (state.kind) {
    case 'waiting':
    case 'sending':
      return { kind: late ? 'waiting' : 'sending', unsaved: kept === 'refused' };
    case 'failed':
      return { kind: 'notSent', code: state.refusal.code, clientId };
  }
}

/** Null for what shows in the message it is about, and for what a newer server may add. */
function noteOf(entry: Exclude<PublicEntry, { kind: 'message' }>): string | null {
  switch (entry.kind) {
    case 'resolved':
      return moreWords().resolved;
    case 'reopened':
      return moreWords().reopened;
    case 'ticket_created':
      return fill(moreWords().ticketCreated, { number: entry.number });
    case 'away_told':
      return moreWords().awayTold;
    default:
      return null;
  }
}
