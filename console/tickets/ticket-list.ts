/** The tickets of one filter: loaded page by page, live in between, the newest number first. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { ConversationSummary } from '../../shared/conversations.ts';
import type { Ack, Refusal } from '../../shared/errors.ts';
import type { Page } from '../../shared/paging.ts';
import type { ListTickets, TicketRow } from '../../shared/tickets.ts';

export type TicketFilter = NonNullable<ListTickets['status']>;

export type TicketListState =
  | { kind: 'loading' }
  | { kind: 'failed'; refusal: Refusal }
  | { kind: 'ready'; cursor: string | null; more: 'idle' | 'loading' | 'failed' };

/** Rows are asked for by so many. */
const PAGE_ROWS = 50;

export interface TicketQuery {
  status: TicketFilter;
  limit: number;
  search?: string;
  cursor?: string;
}

type Ask = (query: TicketQuery) => Promise<Ack<Page<TicketRow>>>;

export class TicketList {
  readonly filter: TicketFilter;
  readonly search: string;
  readonly state = signal<TicketListState>({ kind: 'loading' });
  readonly rows: ReadonlySignal<readonly TicketRow[]>;
  readonly #ask: Ask;
  readonly #known = signal<ReadonlyMap<number, TicketRow>>(new Map());
  #lowest = 0;

  /** @param search words that all have to occur; empty for all tickets */
  constructor(filter: TicketFilter, ask: Ask, search = '') {
    this.filter = filter;
    this.search = search;
    this.#ask = ask;
    this.rows = computed(() =>
      [...this.#known.value.values()]
        .filter((row) => matches(filter, row))
        .sort((a, b) => b.number - a.number),
    );
  }

  /** Loads the first page; what was loaded further down is asked for again while scrolling. */
  async refresh(): Promise<void> {
    const answer = await this.#ask(this.#query());
    if (!answer.ok) {
      if (this.state.value.kind !== 'ready') this.state.value = { kind: 'failed', refusal: answer.error };
      return;
    }
    this.#known.value = new Map(answer.value.items.map((row) => [row.number, row]));
    this.#take(answer.value);
  }

  async loadMore(): Promise<void> {
    const state = this.state.value;
    if (state.kind !== 'ready' || state.cursor === null || state.more === 'loading') return;
    this.state.value = { ...state, more: 'loading' };
    const answer = await this.#ask({ ...this.#query(), cursor: state.cursor });
    const now = this.state.value;
    // A refresh that came in between has the last word.
    if (now.kind !== 'ready' || now.cursor !== state.cursor) return;
    if (answer.ok) this.#take(answer.value);
    else this.state.value = { ...state, more: 'failed' };
  }

  /** A row is a conversation with its ticket: it follows the conversation's live changes. */
  takeChanges(items: readonly ConversationSummary[]): void {
    if (this.state.value.kind !== 'ready') return;
    const known = new Map(this.#known.value);
    for (const summary of items) {
      const row = rowOf(summary);
      if (row === null) continue;
      const before = known.get(row.number);
      // What is further down than was loaded comes with its page; whether it is found, only the server knows.
      const isMissing = this.search === '' ? row.number < this.#lowest : before === undefined;
      if (isMissing) continue;
      if (before === undefined || before.lastAt <= row.lastAt) known.set(row.number, row);
    }
    this.#known.value = known;
  }

  #query(): TicketQuery {
    const query = { status: this.filter, limit: PAGE_ROWS };
    return this.search === '' ? query : { ...query, search: this.search };
  }

  #take({ items, nextCursor }: Page<TicketRow>): void {
    const known = new Map(this.#known.value);
    for (const row of items) {
      const before = known.get(row.number);
      if (before === undefined || before.lastAt <= row.lastAt) known.set(row.number, row);
    }
    this.#lowest = nextCursor === null ? 0 : (items.at(-1)?.number ?? this.#lowest);
    this.#known.value = known;
    this.state.value = { kind: 'ready', cursor: nextCursor, more: 'idle' };
  }
}

function matches(filter: TicketFilter, row: TicketRow): boolean {
  switch (filter) {
    case 'any':
      return true;
    case 'not_closed':
      return row.status !== 'closed';
    default:
      return row.status === filter;
  }
}

function rowOf(summary: ConversationSummary): TicketRow | null {
  const { ticket, id, siteId, contact, assigneeId, lastAt } = summary;
  return ticket && { ...ticket, conversationId: id, siteId, contact, assigneeId, lastAt };
}
