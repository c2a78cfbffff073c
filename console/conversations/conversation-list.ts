/** One view of conversations: loaded page by page while scrolling, live in between. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type {
  Conversation,
  ConversationOrder,
  ConversationSummary,
  ConversationView,
  ListConversations,
} from '../../shared/conversations.ts';
import type { Ack, Refusal } from '../../shared/errors.ts';
import { LIST_DEFAULT_ITEMS, LIST_MAX_ITEMS } from '../../shared/limits.ts';
import type { Page } from '../../shared/paging.ts';
import { type KnownConversations, listed } from './known-conversations.ts';

export type ListState =
  | { kind: 'loading' }
  | { kind: 'failed'; refusal: Refusal }
  | {
      kind: 'ready';
      /** The last conversation of the last page, as it was then; null where the list is complete. */
      edge: Conversation | null;
      cursor: string | null;
      more: { kind: 'idle' } | { kind: 'loading' } | { kind: 'failed'; refusal: Refusal };
    };

export interface ListPorts {
  known: KnownConversations;
  agentId(): string;
  /** Milliseconds since 1970. */
  now(): number;
  ask(query: ListConversations): Promise<Ack<Page<ConversationSummary>>>;
}

type ReadyState = Extract<ListState, { kind: 'ready' }>;

export class ConversationList {
  readonly view: ConversationView;
  readonly order: ConversationOrder;
  readonly state = signal<ListState>({ kind: 'loading' });
  readonly items: ReadonlySignal<readonly ConversationSummary[]>;
  readonly #ports: ListPorts;
  #refreshing: Promise<void> | null = null;

  constructor(view: ConversationView, order: ConversationOrder, ports: ListPorts) {
    this.view = view;
    this.order = order;
    this.#ports = ports;
    this.items = computed(() => {
      const state = this.state.value;
      // Asked for only so that this is computed anew when it changes.
      void ports.known.version.value;
      if (state.kind !== 'ready') return [];
      return listed(ports.known, { view, order, edge: state.edge }, ports.agentId());
    });
  }

  /** Loads the first page, or again all that was loaded: after a break, and to heal what was missed. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** Loads the next page, if there is one and none is on its way. */
  async loadMore(): Promise<void> {
    const state = this.state.value;
    if (state.kind !== 'ready' || state.cursor === null || state.more.kind === 'loading') return;
    this.state.value = { ...state, more: { kind: 'loading' } };
    const answer = await this.#page(state.edge, state.cursor, LIST_DEFAULT_ITEMS);
    // A refresh that came in between has the last word.
    const now = this.state.value;
    if (now.kind !== 'ready' || now.cursor !== state.cursor) return;
    this.state.value = answer.ok
      ? answer.value
      : { ...state, more: { kind: 'failed', refusal: answer.error } };
  }

  async #refresh(): Promise<void> {
    const wanted = Math.max(LIST_DEFAULT_ITEMS, this.items.value.length);
    let edge: Conversation | null = null;
    let cursor: string | null = null;
    for (let loaded = 0; loaded < wanted; ) {
      const limit = Math.min(LIST_MAX_ITEMS, wanted - loaded);
      const answer: Ack<ReadyState> = await this.#page(edge, cursor, limit);
      if (!answer.ok) {
        // What is shown stays; only where there is nothing, the failure is.
        if (this.state.value.kind !== 'ready') this.state.value = { kind: 'failed', refusal: answer.error };
        return;
      }
      ({ edge, cursor } = answer.value);
      loaded += limit;
      if (loaded >= wanted || cursor === null) this.state.value = answer.value;
      if (cursor === null) return;
    }
  }

  async #page(from: Conversation | null, cursor: string | null, limit: number): Promise<Ack<ReadyState>> {
    const { known, now, agentId, ask } = this.#ports;
    const askedAt = now();
    const query = { view: this.view, order: this.order, limit };
    const answer = await ask(cursor === null ? query : { ...query, cursor });
    if (!answer.ok) return answer;
    const { items, nextCursor } = answer.value;
    const edge = nextCursor === null ? null : (items.at(-1) ?? from);
    known.takePage({ view: this.view, order: this.order, from, to: edge, askedAt }, items, agentId());
    return { ok: true, value: { kind: 'ready', edge, cursor: nextCursor, more: { kind: 'idle' } } };
  }
}
