/** What a search has found: loaded page by page while scrolling, each conversation live in between. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { ConversationSummary, ListConversations } from '../../shared/conversations.ts';
import type { Ack } from '../../shared/errors.ts';
import { LIST_DEFAULT_ITEMS } from '../../shared/limits.ts';
import type { Page } from '../../shared/paging.ts';
import type { ListState } from './conversation-list.ts';
import { type KnownConversations, withOwnMark } from './known-conversations.ts';

/** A page may hold nothing although there is more: so often the next one is asked for at once. */
const EMPTY_PAGES_MAX = 10;

interface SearchPorts {
  known: KnownConversations;
  ask(query: ListConversations): Promise<Ack<Page<ConversationSummary>>>;
}

export class ConversationSearch {
  readonly state = signal<ListState>({ kind: 'loading' });
  readonly items: ReadonlySignal<readonly ConversationSummary[]>;
  readonly #ports: SearchPorts;
  readonly #ids = signal<readonly string[]>([]);
  #text = '';
  #turn = 0;

  constructor(ports: SearchPorts) {
    this.#ports = ports;
    this.items = computed(() => {
      // Asked for only so that this is computed anew when it changes.
      void ports.known.version.value;
      return this.#ids.value.flatMap((id) => ports.known.get(id) ?? []);
    });
  }

  /** Looks for other words. What was found before stays until there is an answer. */
  lookFor(text: string): void {
    if (text === this.#text) return;
    if (this.#text === '') this.state.value = { kind: 'loading' };
    this.#text = text;
    if (text !== '') void this.refresh();
  }

  /** Asks again for as many as are shown: also what has come to match meanwhile. */
  async refresh(): Promise<void> {
    const wanted = Math.max(LIST_DEFAULT_ITEMS, this.#ids.value.length);
    await this.#load({ ids: [], cursor: null }, wanted);
  }

  async loadMore(): Promise<void> {
    const state = this.state.value;
    if (state.kind !== 'ready' || state.cursor === null || state.more.kind === 'loading') return;
    this.state.value = { ...state, more: { kind: 'loading' } };
    await this.#load({ ids: this.#ids.value, cursor: state.cursor }, this.#ids.value.length + 1);
  }

  async #load(found: { ids: readonly string[]; cursor: string | null }, wanted: number): Promise<void> {
    const turn = ++this.#turn;
    let { ids, cursor } = found;
    for (let page = 0; page < EMPTY_PAGES_MAX; page++) {
      const query = { search: this.#text, limit: LIST_DEFAULT_ITEMS };
      const answer = await this.#ports.ask(cursor === null ? query : { ...query, cursor });
      // Other words, or the same asked again, have the last word.
      if (turn !== this.#turn) return;
      if (!answer.ok) return this.#fail(answer.error);
      this.#ports.known.take(answer.value.items.map(withOwnMark));
      ids = [...new Set([...ids, ...answer.value.items.map(({ id }) => id)])];
      cursor = answer.value.nextCursor;
      if (cursor === null || ids.length >= wanted) break;
    }
    this.#ids.value = ids;
    this.state.value = { kind: 'ready', edge: null, cursor, more: { kind: 'idle' } };
  }

  #fail(refusal: Extract<ListState, { kind: 'failed' }>['refusal']): void {
    const state = this.state.value;
    // What is shown stays; only where there is nothing, the failure is.
    this.state.value =
      state.kind === 'ready' ? { ...state, more: { kind: 'failed', refusal } } : { kind: 'failed', refusal };
  }
}
