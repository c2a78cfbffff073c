/** Which conversation is on the screen: opened, kept right, and marked as read while somebody looks at it. */
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { ConversationSummary, ReadConversation, ReadMark } from '../../shared/conversations.ts';
import type { Entry } from '../../shared/entries.ts';
import type { Ack } from '../../shared/errors.ts';
import { headOf } from '../../shared/thread.ts';
import { unreadCount } from './known-conversations.ts';
import { OpenConversation, type OpenPorts, type OwnEntry } from './open-conversation.ts';

/** Threads of conversations left are kept, so that going back shows them at once. */
const KEPT_THREADS = 20;

export interface WatchingPorts extends OpenPorts {
  /** Whether the agent is looking at this tab. */
  attention: ReadonlySignal<boolean>;
  unwatch(conversationId: string): void;
  askHeads(conversationId: string): Promise<Ack<{ lastSeq: number; contactReadSeq: number }>>;
  read(input: ReadConversation): Promise<Ack<null>>;
  onRead(conversationId: string, mark: ReadMark): void;
}

export class Watching {
  readonly #ports: WatchingPorts;
  readonly #open = signal<OpenConversation | null>(null);
  /** In the order of leaving, the last one last. */
  readonly #kept = new Map<string, OpenConversation>();
  /** Whether the newest entry of the thread is in view. */
  readonly #atEnd = signal(false);
  readonly #stop: () => void;
  #marking = false;

  constructor(ports: WatchingPorts) {
    this.#ports = ports;
    this.#stop = effect(() => {
      const open = this.#open.value;
      const looking = ports.attention.value && this.#atEnd.value;
      if (open === null || !looking || open.state.value.kind !== 'ready') return;
      const summary = open.summary.value;
      const complete = headOf(open.thread.value) === summary?.lastSeq;
      if (complete && unreadCount(summary) > 0) void this.#markRead(open, summary);
    });
  }

  get open(): ReadonlySignal<OpenConversation | null> {
    return this.#open;
  }

  /** The same conversation again changes nothing. */
  enter(id: string): OpenConversation {
    const before = this.#open.peek();
    if (before?.id === id) return before;
    this.leave();
    const next = this.#kept.get(id) ?? new OpenConversation(id, this.#ports);
    this.#kept.delete(id);
    this.#atEnd.value = false;
    this.#open.value = next;
    void next.watch();
    return next;
  }

  leave(): void {
    const open = this.#open.peek();
    if (open === null) return;
    open.leave();
    this.#ports.unwatch(open.id);
    this.#kept.set(open.id, open);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > KEPT_THREADS && !oldest.done) this.#kept.delete(oldest.value);
    this.#open.value = null;
  }

  receive(entry: Entry): void {
    if (this.#open.peek()?.id === entry.conversationId) this.#open.peek()?.receive(entry);
  }

  /** What the agent has written here and the server has taken: its entry is not sent to this tab. */
  takeOwn(own: OwnEntry): void {
    const open = this.#open.peek();
    if (open?.id === own.conversationId) open.takeOwn(own);
  }

  /** The thread says whether its end is in view. */
  atEnd(isAtEnd: boolean): void {
    this.#atEnd.value = isAtEnd;
  }

  /** The agent looks at the newest entry of this conversation. */
  isLookingAt(conversationId: string): boolean {
    const looking = this.#ports.attention.peek() && this.#atEnd.peek();
    return looking && this.#open.peek()?.id === conversationId;
  }

  takeRead(conversationId: string, mark: ReadMark): void {
    const open = this.#open.peek();
    if (open?.id !== conversationId || open.summary.peek() === null) return;
    const summary = open.summary.peek();
    if (summary && (summary.read?.seq ?? -1) < mark.seq) open.summary.value = { ...summary, read: mark };
  }

  /** Finds out whether something was missed. */
  async checkHead(): Promise<void> {
    const open = this.#open.peek();
    if (open === null) return;
    if (open.state.peek().kind === 'failed') return open.watch();
    const answer = await this.#ports.askHeads(open.id);
    if (!answer.ok || this.#open.peek() !== open) return;
    open.seen(answer.value.contactReadSeq);
    if (answer.value.lastSeq > headOf(open.thread.peek())) await open.watch();
  }

  close(): void {
    this.leave();
    this.#stop();
  }

  async #markRead(open: OpenConversation, summary: ConversationSummary): Promise<void> {
    if (this.#marking) return;
    this.#marking = true;
    const { lastSeq, contactMessages } = summary;
    const answer = await this.#ports.read({ conversationId: open.id, seq: lastSeq });
    this.#marking = false;
    // A mark that was not taken is set again with the next entry, look or reconnection.
    if (answer.ok) this.#ports.onRead(open.id, { seq: lastSeq, contactMessages });
  }
}
