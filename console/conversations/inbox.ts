/** The agent's lists and their counts, kept right by what comes live and healed by asking again. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Contact } from '../../shared/contacts.ts';
import type {
  ConversationOrder,
  ConversationSummary,
  ConversationView,
  ReadMark,
} from '../../shared/conversations.ts';
import type { Ack } from '../../shared/errors.ts';
import type { ConversationCounts } from '../../shared/events.ts';
import { atMostEvery, type Paced, type Time } from '../core/at-most-every.ts';
import { ConversationList, type ListPorts } from './conversation-list.ts';
import { ConversationSearch } from './conversation-search.ts';
import { KnownConversations, unreadTotal } from './known-conversations.ts';

/** Counts are asked for again at most this often; lists that lack something too. */
const REFRESH_PAUSE_MS = 2_000;
/** The server counts what it has folded, a moment after it tells of a change. */
const REFRESH_GATHER_MS = 300;

export interface InboxPorts extends Omit<ListPorts, 'known' | 'now'> {
  time: Time;
  askCounts(): Promise<Ack<ConversationCounts>>;
  /** A contact has written in a conversation that is the agent's or nobody's. */
  onContactMessage(summary: ConversationSummary): void;
}

type ChangesListener = (items: readonly ConversationSummary[]) => void;

export class Inbox {
  readonly known: KnownConversations;
  readonly counts = signal<ConversationCounts | null>(null);
  readonly unread: ReadonlySignal<number>;
  readonly search: ConversationSearch;
  readonly #ports: InboxPorts;
  readonly #lists = new Map<string, ConversationList>();
  readonly #countPace: Paced;
  readonly #listPace: Paced;
  readonly #listeners = new Set<ChangesListener>();
  #shown: ConversationList | ConversationSearch | null = null;

  constructor(ports: InboxPorts) {
    this.#ports = ports;
    this.known = new KnownConversations(() => ports.time.now());
    this.search = new ConversationSearch({ known: this.known, ask: ports.ask });
    this.unread = computed(() => {
      void this.known.version.value;
      return unreadTotal(this.known.all(), ports.agentId());
    });
    this.#countPace = atMostEvery(
      REFRESH_PAUSE_MS,
      ports.time,
      () => void this.#askCounts(),
      REFRESH_GATHER_MS,
    );
    this.#listPace = atMostEvery(REFRESH_PAUSE_MS, ports.time, () => this.refreshLists(), REFRESH_GATHER_MS);
  }

  /** A view of conversations; the same one each time. */
  list(view: ConversationView, order: ConversationOrder): ConversationList {
    const name = `${view} ${order}`;
    let list = this.#lists.get(name);
    if (list === undefined) {
      list = new ConversationList(view, order, {
        ...this.#ports,
        known: this.known,
        now: () => this.#ports.time.now(),
      });
      this.#lists.set(name, list);
    }
    return list;
  }

  /** The list on the screen is kept right from now on. */
  show(list: ConversationList | ConversationSearch): void {
    this.#shown = list;
    // A search asks by itself, when it is told what for.
    if (list !== this.search) void list.refresh();
  }

  /** After a break, and now and then: what was missed comes back. */
  refreshLists(): void {
    const shown = this.#shown;
    if (shown !== null) void shown.refresh();
    // Always known: what waits on top of all open conversations makes the title's count.
    const top = this.list('open', 'newest');
    if (top !== shown) void top.refresh();
  }

  takeChanges(items: readonly ConversationSummary[]): void {
    const news = items.filter((item) => this.#isNewContactMessage(item));
    const lacksMark = items.some((item) => this.known.get(item.id) === undefined && item.contactMessages > 1);
    this.known.take(items);
    for (const item of news) this.#ports.onContactMessage(item);
    for (const listener of this.#listeners) listener(items);
    this.#countPace.ask();
    // What has changed may have come to match.
    if (lacksMark || this.#shown === this.search) this.#listPace.ask();
  }

  /** Calls `listener` with every live change; the answer takes it back. */
  onChanges(listener: ChangesListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What the opened thread knows; it is at least as new as the lists. */
  takeOpened(summary: ConversationSummary): void {
    const before = this.known.get(summary.id);
    this.known.take([summary]);
    if (before !== undefined && before.lastSeq >= summary.lastSeq) return;
    this.#countPace.ask();
    for (const listener of this.#listeners) listener([summary]);
  }

  takeRead(conversationId: string, mark: ReadMark): void {
    this.known.read(conversationId, mark);
  }

  /** @param was the contact that has turned out to be this one */
  takeContact(contact: Contact, was?: string): void {
    this.known.rename(contact, was);
  }

  askCounts(): void {
    this.#countPace.ask();
  }

  close(): void {
    this.#countPace.cancel();
    this.#listPace.cancel();
  }

  async #askCounts(): Promise<void> {
    const answer = await this.#ports.askCounts();
    if (answer.ok) this.counts.value = answer.value;
  }

  #isNewContactMessage(item: ConversationSummary): boolean {
    const { assigneeId, preview, status } = item;
    const agentId = this.#ports.agentId();
    const mine = assigneeId === null || assigneeId === agentId;
    if (!mine || status !== 'open' || preview?.author.kind !== 'contact') return false;
    const known = this.known.get(item.id);
    return known === undefined
      ? item.waitingSince === preview.at
      : item.contactMessages > known.contactMessages;
  }
}
