/**
 * What the console knows of conversations, from pages, live changes and the opened thread alike. Every list is a
 * look at this one store, so that no two of them disagree.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import { belongsTo, compareConversations } from '../../shared/conversation-lists.ts';
import type {
  Conversation,
  ConversationOrder,
  ConversationSummary,
  ConversationView,
  ReadMark,
} from '../../shared/conversations.ts';

interface Kept {
  summary: ConversationSummary;
  /** When it was last heard of, in milliseconds since 1970. */
  at: number;
}

/** A stretch of a list as the server gave it: from after `from` to `to`; null for the list's own ends. */
export interface PageStretch {
  view: ConversationView;
  order: ConversationOrder;
  from: Conversation | null;
  to: Conversation | null;
  /** When the page was asked for, in milliseconds since 1970. */
  askedAt: number;
}

/**
 * Lists are read from what the server folds a moment after it tells of a change. So what has changed live so
 * shortly before a page was asked for is newer than the page.
 */
const SETTLED_AFTER_MS = 5_000;

export class KnownConversations {
  readonly #kept = new Map<string, Kept>();
  readonly #version = signal(0);
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Changes whenever anything here does. */
  get version(): ReadonlySignal<number> {
    return this.#version;
  }

  get(id: string): ConversationSummary | undefined {
    return this.#kept.get(id)?.summary;
  }

  all(): ConversationSummary[] {
    return [...this.#kept.values()].map(({ summary }) => summary);
  }

  /** Takes in what is new; older news than what is known is left out. */
  take(summaries: readonly ConversationSummary[]): void {
    for (const summary of summaries) {
      const known = this.#kept.get(summary.id)?.summary;
      const merged = known === undefined ? summary : mergeSummaries(known, summary);
      if (merged !== known) this.#kept.set(summary.id, { summary: merged, at: this.#now() });
    }
    this.#version.value++;
  }

  /** Takes in a page of a list; what the server no longer has in that stretch goes. */
  takePage(stretch: PageStretch, items: readonly ConversationSummary[], agentId: string): void {
    const onPage = new Set(items.map((item) => item.id));
    for (const { summary, at } of [...this.#kept.values()]) {
      const settled = at < stretch.askedAt - SETTLED_AFTER_MS;
      const gone = settled && !onPage.has(summary.id) && within(stretch, summary, agentId);
      if (gone) this.#kept.delete(summary.id);
    }
    this.take(items.map(withOwnMark));
  }

  /** A contact is called otherwise from now on, or has turned out to be another. */
  rename(contact: ConversationSummary['contact'], was?: string): void {
    const { id, name, email } = contact;
    this.take(
      this.all()
        .filter((summary) => summary.contact.id === id || summary.contact.id === was)
        .map((summary) => ({ ...summary, contact: { id, name, email } })),
    );
  }

  /** How far the agent has read, in this or another tab. Marks only move forward. */
  read(id: string, mark: ReadMark): void {
    const kept = this.#kept.get(id);
    if (kept === undefined || (kept.summary.read?.seq ?? -1) >= mark.seq) return;
    this.#kept.set(id, { ...kept, summary: { ...kept.summary, read: mark } });
    this.#version.value++;
  }
}

/** What is in a list down to `edge`, in its order; a null edge is the list's own end. */
export function listed(
  known: KnownConversations,
  list: { view: ConversationView; order: ConversationOrder; edge: Conversation | null },
  agentId: string,
): ConversationSummary[] {
  const { view, order, edge } = list;
  return known
    .all()
    .filter((one) => belongsTo(view, one, agentId))
    .filter((one) => edge === null || one.id === edge.id || compareConversations(order, one, edge) <= 0)
    .sort((a, b) => compareConversations(order, a, b));
}

/**
 * How many of the contact's messages the agent has not read. Where the agent's mark is not known, a last message
 * of the contact counts as one.
 */
export function unreadCount(summary: ConversationSummary): number {
  if (summary.read === undefined) return summary.preview?.author.kind === 'contact' ? 1 : 0;
  return Math.max(0, summary.contactMessages - summary.read.contactMessages);
}

/**
 * How many open conversations that are the agent's or nobody's have something unread: what the page's title says.
 */
export function unreadTotal(summaries: readonly ConversationSummary[], agentId: string): number {
  return summaries
    .filter((one) => one.status === 'open' && (one.assigneeId === null || one.assigneeId === agentId))
    .filter((one) => unreadCount(one) > 0).length;
}

/** A summary asked for carries the agent's own mark; where it has none, the agent has read nothing. */
export function withOwnMark(summary: ConversationSummary): ConversationSummary {
  return summary.read ? summary : { ...summary, read: { seq: 0, contactMessages: 0 } };
}

function mergeSummaries(known: ConversationSummary, news: ConversationSummary): ConversationSummary {
  if (news.lastSeq < known.lastSeq) {
    return news.read && furtherRead(known, news) ? { ...known, read: news.read } : known;
  }
  const read = furtherRead(known, news) ? news.read : known.read;
  return read === undefined ? news : { ...news, read };
}

function furtherRead(known: ConversationSummary, news: ConversationSummary): boolean {
  return news.read !== undefined && (known.read === undefined || news.read.seq >= known.read.seq);
}

function within(stretch: PageStretch, summary: Conversation, agentId: string): boolean {
  const { view, order, from, to } = stretch;
  if (!belongsTo(view, summary, agentId)) return false;
  if (from !== null && compareConversations(order, summary, from) <= 0) return false;
  return to === null || compareConversations(order, summary, to) <= 0;
}
