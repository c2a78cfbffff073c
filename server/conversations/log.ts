import { LRUCache } from 'lru-cache';
import { applyEntry } from '../../shared/apply-entry.ts';
import type { Conversation } from '../../shared/conversations.ts';
import { type Author, type Entry, type EntryBody, visibilityOf } from '../../shared/entries.ts';
import type { Clock } from '../core/clock.ts';
import { KeyedQueue } from '../core/keyed-queue.ts';
import { Metrics } from '../core/metrics.ts';
import { Refused } from '../core/refused.ts';
import { InsertGroups } from './insert-groups.ts';
import { fromDocument, fromEntryDocument, type LogCollections } from './model.ts';

/** Attempts before a conversation that everybody writes to at once is called busy. */
const MAX_ATTEMPTS = 6;
const RETRY_MIN_MS = 5;
/** Folds kept in memory, about 1 KB each. */
const CACHED_FOLDS = 10_000;
/** Entries read at a time when a fold is caught up. */
const LOAD_BATCH = 1_000;

/** What makes two attempts the same: who, where, under which client id, and the fields the sender chose. */
interface Identity {
  conversationId: string;
  clientId: string;
  author: Author;
  intent: Readonly<Record<string, Intent>>;
}

/** A value as its sender gave it; what is named by its id may be more in the entry. */
type Intent =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Intent[]
  | { readonly [field: string]: Intent };

/** What somebody wants to append. */
export interface AppendRequest<Prepared = void> extends Identity {
  /** Reads what the decision needs beyond the conversation; run again before every attempt. */
  prepare?(): Promise<Prepared>;
  /** Pure: gives the entry's body, or throws `Refused`. */
  decide(conversation: Conversation, prepared: Prepared): EntryBody;
}

/** An entry that is committed, with the conversation before and after it. */
export interface AppendedEntry {
  entry: Entry;
  conversation: Conversation;
  before: Conversation;
  /** Committed by an earlier attempt of the same sender: already folded, perhaps already shown. */
  repeated: boolean;
}

export type AppendListener = (appended: AppendedEntry) => void;

/**
 * The numbered log of each conversation: the one place where entries are made. An entry is decided on the fold
 * of what is committed, inserted under the next number, and counts when the store has it durably; whoever loses
 * the race for a number reads again and decides again. So nothing is decided on stale state, on any number of
 * nodes, without transactions.
 */
export class ConversationLog {
  readonly #collections: LogCollections;
  readonly #groups: InsertGroups;
  readonly #clock: Clock;
  readonly #metrics: Metrics;
  readonly #queue = new KeyedQueue();
  readonly #folds = new LRUCache<string, Conversation>({ max: CACHED_FOLDS });
  readonly #listeners: AppendListener[] = [];

  constructor(collections: LogCollections, clock: Clock, metrics = new Metrics()) {
    this.#collections = collections;
    this.#metrics = metrics;
    this.#groups = new InsertGroups(collections, metrics);
    this.#clock = clock;
  }

  /** Calls `listener` for every entry this node has committed, before its sender is answered. It must not throw. */
  onAppended(listener: AppendListener): void {
    this.#listeners.push(listener);
  }

  /**
   * Appends one entry, after everything this node is already appending to the conversation.
   * @returns the committed entry; for a repetition, the entry of the first time
   * @throws Refused with the decision's own code, `not_found`, `client_id_reused`, `busy` or `unavailable`
   */
  append<Prepared = void>(request: AppendRequest<Prepared>): Promise<AppendedEntry> {
    return this.#queue.run(request.conversationId, () => this.#append(request));
  }

  /**
   * The fold of everything that is committed, read from the store.
   * @throws Refused `not_found`
   */
  async load(conversationId: string): Promise<Conversation> {
    const document = await this.#collections.conversations.findOne({ _id: conversationId });
    if (document === null) throw new Refused('not_found');
    return this.foldForward(fromDocument(document));
  }

  /** The fold this node knows, from memory where it has it: good for showing and for rooms, not for deciding. */
  async peek(conversationId: string): Promise<Conversation> {
    return this.#folds.get(conversationId) ?? this.load(conversationId);
  }

  /** Folds what was committed after the given state into it. */
  async foldForward(conversation: Conversation): Promise<Conversation> {
    let state = conversation;
    for (;;) {
      const documents = await this.#collections.entries
        .find({ conversationId: state.id, seq: { $gt: state.lastSeq } })
        .sort({ seq: 1 })
        .limit(LOAD_BATCH)
        .toArray();
      for (const document of documents) state = applyEntry(state, fromEntryDocument(document));
      if (documents.length < LOAD_BATCH) return state;
    }
  }

  async #append<Prepared>(request: AppendRequest<Prepared>): Promise<AppendedEntry> {
    const startedAt = performance.now();
    // What is committed moves it to the front.
    let state = this.#folds.peek(request.conversationId);
    let fresh = false;
    let wasRefused = false;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; ) {
      if (state === undefined) {
        state = await this.#reload(request.conversationId);
        fresh = true;
      }
      const deciding = this.#decide(request, state);
      const decision = deciding instanceof Promise ? await deciding : deciding;
      if (decision.kind === 'refused') {
        // A refusal counts only on state just read, and only if this is not a repetition of what was taken.
        if (!fresh) {
          state = undefined;
          continue;
        }
        const earlier = await this.#earlier(request, state);
        if (earlier !== null) return earlier;
        throw decision.refused;
      }
      const entry = this.#entry(request, state, decision.body);
      const outcome = await this.#groups.insert(entry);
      if (outcome === 'committed') {
        this.#metrics.appendSeconds.observe((performance.now() - startedAt) / 1_000);
        return this.#commit(state, entry);
      }
      if (outcome === 'duplicate') this.#metrics.appendConflicts.inc();
      else this.#metrics.appendUnknown.inc();
      wasRefused = outcome === 'unknown';
      attempt++;
      this.#folds.delete(request.conversationId);
      state = await this.#reload(request.conversationId);
      fresh = true;
      const earlier = await this.#earlier(request, state);
      if (earlier !== null) return earlier;
      await this.#pause(attempt);
    }
    // Not a crowd, but a store that can be read and takes nothing.
    throw new Refused(wasRefused ? 'unavailable' : 'busy');
  }

  /** At once where there is nothing to read: what waits on the way of every message costs. */
  #decide<Prepared>(request: AppendRequest<Prepared>, state: Conversation): Decision | Promise<Decision> {
    const { prepare } = request;
    if (prepare === undefined) return decisionOf(() => request.decide(state, undefined as Prepared));
    return prepare
      .call(request)
      .then((prepared) => decisionOf(() => request.decide(state, prepared)), asRefusal);
  }

  #entry(request: Identity, state: Conversation, body: EntryBody): Entry {
    const visibility = visibilityOf(body);
    return {
      conversationId: state.id,
      seq: state.lastSeq + 1,
      publicSeq: state.publicSeq + (visibility === 'public' ? 1 : 0),
      clientId: request.clientId,
      visibility,
      author: { kind: request.author.kind, id: request.author.id } as Author,
      at: Math.max(this.#clock.now(), state.lastAt, state.changedAt ?? 0),
      ...body,
    } as Entry;
  }

  #commit(before: Conversation, entry: Entry): AppendedEntry {
    const conversation = applyEntry(before, entry);
    this.#folds.set(conversation.id, conversation);
    return this.#tell({ entry, conversation, before, repeated: false });
  }

  /** The entry that an earlier attempt under the same client id has made, if any. */
  async #earlier(request: Identity, state: Conversation): Promise<AppendedEntry | null> {
    const { conversationId, clientId } = request;
    const found = await reachable(() => this.#collections.entries.findOne({ conversationId, clientId }));
    if (found === null) return null;
    const entry = fromEntryDocument(found);
    if (!isSame(request, entry)) throw new Refused('client_id_reused');
    this.#metrics.appendRepeated.inc();
    // Told again: the node that committed it may have died before it could show it. Clients know the number.
    return this.#tell({ entry, conversation: state, before: state, repeated: true });
  }

  #tell(appended: AppendedEntry): AppendedEntry {
    for (const listener of this.#listeners) listener(appended);
    return appended;
  }

  async #reload(conversationId: string): Promise<Conversation> {
    const state = await reachable(() => this.load(conversationId));
    this.#folds.set(conversationId, state);
    return state;
  }

  #pause(attempt: number): Promise<void> {
    const delayMs = RETRY_MIN_MS * 2 ** attempt * (0.5 + Math.random());
    return new Promise((resume) => this.#clock.after(delayMs, resume));
  }
}

type Decision = { kind: 'append'; body: EntryBody } | { kind: 'refused'; refused: Refused };

function decisionOf(decide: () => EntryBody): Decision {
  try {
    return { kind: 'append', body: decide() };
  } catch (error) {
    return asRefusal(error);
  }
}

/** @throws what is no refusal */
function asRefusal(error: unknown): Decision {
  if (error instanceof Refused) return { kind: 'refused', refused: error };
  throw error;
}

function isSame(request: Identity, entry: Entry): boolean {
  if (entry.author.kind !== request.author.kind || entry.author.id !== request.author.id) return false;
  const stored = entry as unknown as Record<string, unknown>;
  return Object.entries(request.intent).every(([field, value]) => agrees(stored[field], value));
}

function agrees(stored: unknown, asked: Intent): boolean {
  if (isList(asked)) {
    const items = (stored ?? []) as unknown[];
    return items.length === asked.length && asked.every((each, index) => agrees(items[index], each));
  }
  if (typeof asked === 'object' && asked !== null) {
    const fields = Object(stored) as Record<string, unknown>;
    return Object.keys({ ...fields, ...asked }).every((name) => agrees(fields[name], asked[name]));
  }
  return typeof stored === 'object' && stored !== null ? Object(stored).id === asked : stored === asked;
}

/** The compiler does not know lists that nobody may change from other objects. */
function isList(value: Intent): value is readonly Intent[] {
  return Array.isArray(value);
}

/** Runs a read; a store that does not answer becomes `unavailable`, which senders retry. */
async function reachable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused('unavailable');
  }
}
