/** The conversation on the screen: its entries live and without holes, and what belongs to it. */
import { batch, signal } from '@preact/signals';
import { isWritten } from '../../shared/apply-change.ts';
import { applyEntry } from '../../shared/apply-entry.ts';
import type { Contact } from '../../shared/contacts.ts';
import type {
  ConversationSummary,
  OlderEntries,
  OlderPage,
  WatchConversation,
  WatchedConversation,
} from '../../shared/conversations.ts';
import { type Author, type Entry, type EntryBody, visibilityOf } from '../../shared/entries.ts';
import type { Ack, Refusal } from '../../shared/errors.ts';
import { HOLE_WAIT_MS, RETRY_MIN_MS, TYPING_EXPIRES_MS } from '../../shared/limits.ts';
import { emptyThread, hasHole, headOf, receive, takeCatchUp, takeOlder } from '../../shared/thread.ts';
import type { Time } from '../core/at-most-every.ts';
import { withOwnMark } from './known-conversations.ts';

export type OpenState = { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; refusal: Refusal };

/** Somebody who is writing right now. */
export interface Typist {
  kind: 'contact' | 'agent';
  id: string;
  name: string;
}

/** What the agent has written or changed, as far as its acknowledgement tells. */
export type OwnEntry = EntryBody & {
  conversationId: string;
  clientId: string;
  author: Author;
  seq: number;
  at: number;
};

export interface OpenPorts {
  time: Time;
  watch(input: WatchConversation): Promise<Ack<WatchedConversation>>;
  older(input: OlderEntries): Promise<Ack<OlderPage<Entry>>>;
  /** The conversation is newer than it was. */
  onChanged(summary: ConversationSummary): void;
  /** An entry has arrived that was not there before. */
  onEntry(entry: Entry): void;
}

export class OpenConversation {
  readonly id: string;
  readonly state = signal<OpenState>({ kind: 'loading' });
  readonly summary = signal<ConversationSummary | null>(null);
  readonly contact = signal<Contact | null>(null);
  readonly contactOnline = signal(false);
  readonly contactReadSeq = signal(0);
  readonly earlier = signal<WatchedConversation['earlier']>([]);
  /** What the visitor was asked before the first message. */
  readonly form = signal<WatchedConversation['form']>(null);
  readonly thread = signal(emptyThread<Entry>());
  /** The message or note that is being edited. */
  readonly editing = signal<string | null>(null);
  readonly typists = signal<readonly Typist[]>([]);
  readonly older = signal<OpenState['kind'] | 'idle'>('idle');
  readonly #ports: OpenPorts;
  readonly #typing = new Map<string, () => void>();
  #cancelHole: (() => void) | null = null;
  #watching: Promise<void> | null = null;
  #again = false;
  #expected = 0;

  constructor(id: string, ports: OpenPorts) {
    this.id = id;
    this.#ports = ports;
  }

  /** Opens it, or catches up with what was missed. Asks that come while one is under way make one more. */
  watch(): Promise<void> {
    if (this.#watching !== null) {
      this.#again = true;
      return this.#watching;
    }
    this.#watching = this.#watch().finally(() => {
      this.#watching = null;
      if (this.#again) {
        this.#again = false;
        void this.watch();
      }
    });
    return this.#watching;
  }

  /** Takes in a live entry; one from beyond a hole waits, and the hole is asked for if it stays. */
  receive(entry: Entry): void {
    if (this.state.value.kind !== 'ready' && this.#watching === null) return;
    batch(() => {
      const before = headOf(this.thread.value);
      this.thread.value = receive(this.thread.value, entry);
      this.#afterGrowth(before);
      if (entry.kind === 'message') this.#stopTyping(entry.author.id);
    });
    this.#fillHole();
  }

  /** Entries up to this number exist: asked for where they do not arrive by themselves. */
  expect(seq: number): void {
    this.#expected = Math.max(this.#expected, seq);
    this.#fillHole();
  }

  /**
   * Takes in what this tab has sent. Only the next entry can be made from its acknowledgement: the visitor's
   * number follows from the one before. Any other is asked for.
   */
  takeOwn(own: OwnEntry): void {
    const last = this.thread.value.entries.at(-1);
    if (this.state.value.kind !== 'ready' || own.seq !== (last?.seq ?? 0) + 1) {
      void this.watch();
      return;
    }
    const visibility = visibilityOf(own);
    const publicSeq = (last?.publicSeq ?? 0) + (visibility === 'public' ? 1 : 0);
    this.receive({ ...own, visibility, publicSeq });
  }

  takeContact(contact: Contact, online: boolean): void {
    this.contact.value = contact;
    this.contactOnline.value = online;
    const summary = this.summary.value;
    if (summary === null) return;
    const { id, name, email } = contact;
    this.summary.value = { ...summary, contact: { id, name, email } };
  }

  /** Begins to edit the last message or note that this agent has written here. */
  editLastOf(agentId: string): void {
    const last = this.thread.value.entries.findLast(
      (entry) => isWritten(entry) && entry.author.id === agentId && entry.removedAt === undefined,
    );
    if (last) this.editing.value = last.clientId;
  }

  async loadOlder(): Promise<void> {
    const first = this.thread.value.entries[0];
    const busy = this.older.value === 'loading' || this.state.value.kind !== 'ready';
    if (first === undefined || !this.thread.value.hasOlder || busy) return;
    this.older.value = 'loading';
    const answer = await this.#ports.older({ conversationId: this.id, before: first.seq });
    batch(() => {
      if (answer.ok) this.thread.value = takeOlder(this.thread.value, answer.value);
      this.older.value = answer.ok ? 'idle' : 'failed';
    });
  }

  /** A live summary, such as after a change of the contact's name. */
  takeSummary(news: ConversationSummary): void {
    const known = this.summary.value;
    if (known === null || news.lastSeq < known.lastSeq) return;
    const read = news.read ?? known.read;
    this.summary.value = read === undefined ? news : { ...news, read };
    this.expect(news.lastSeq);
  }

  seen(seq: number): void {
    if (seq > this.contactReadSeq.value) this.contactReadSeq.value = seq;
  }

  /** Somebody writes, or has stopped. A mark that is not renewed goes by itself. */
  setTyping(who: Typist, typing: boolean): void {
    this.#stopTyping(who.id);
    if (!typing) return;
    this.#typing.set(
      who.id,
      this.#ports.time.after(TYPING_EXPIRES_MS, () => this.#stopTyping(who.id)),
    );
    this.typists.value = [...this.typists.value, who];
  }

  /** No longer on the screen: nothing is asked for any more. */
  leave(): void {
    this.#cancelHole?.();
    this.#cancelHole = null;
    for (const cancel of this.#typing.values()) cancel();
    this.#typing.clear();
    this.typists.value = [];
  }

  async #watch(): Promise<void> {
    const before = headOf(this.thread.value);
    const answer = await this.#ports.watch({ conversationId: this.id, after: before });
    if (!answer.ok) {
      // A thread that is shown stays shown: the next reconnection or head check asks again.
      if (this.state.value.kind !== 'ready') this.state.value = { kind: 'failed', refusal: answer.error };
      return;
    }
    const { conversation, contact, catchUp, form, contactReadSeq, contactOnline, earlier } = answer.value;
    batch(() => {
      this.thread.value = takeCatchUp(this.thread.value, catchUp);
      this.contact.value = contact;
      this.contactOnline.value = contactOnline;
      this.earlier.value = earlier;
      // A server of before does not say.
      this.form.value = form ?? null;
      this.seen(contactReadSeq);
      const known = this.summary.value;
      // A log shorter than what is known here has been brought back from a backup.
      if (known === null || conversation.lastSeq >= known.lastSeq || conversation.lastSeq < catchUp.after) {
        this.summary.value = withOwnMark(conversation);
      }
      this.state.value = { kind: 'ready' };
      this.#afterGrowth(before);
      if (this.summary.value) this.#ports.onChanged(this.summary.value);
    });
    this.#fillHole(RETRY_MIN_MS);
  }

  /** Folds what has become contiguous, so that the screen changes with the entry and not a second later. */
  #afterGrowth(before: number): void {
    const fresh = this.thread.value.entries.filter((entry) => entry.seq > before);
    let summary = this.summary.value;
    for (const entry of fresh) {
      if (summary && entry.seq === summary.lastSeq + 1)
        summary = { ...summary, ...applyEntry(summary, entry) };
      this.#ports.onEntry(entry);
    }
    if (summary === null || summary === this.summary.value) return;
    this.summary.value = summary;
    this.#ports.onChanged(summary);
  }

  get #incomplete(): boolean {
    return hasHole(this.thread.value) || this.#expected > headOf(this.thread.value);
  }

  /** What is missing may only be late: it is asked for after a moment. */
  #fillHole(waitMs: number = HOLE_WAIT_MS): void {
    if (!this.#incomplete) return;
    this.#cancelHole ??= this.#ports.time.after(waitMs, () => {
      this.#cancelHole = null;
      if (this.#incomplete) void this.watch();
    });
  }

  #stopTyping(id: string): void {
    this.#typing.get(id)?.();
    this.#typing.delete(id);
    this.typists.value = this.typists.value.filter((who) => who.id !== id);
  }
}
