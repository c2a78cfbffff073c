/** Follows the visitor's conversations: takes in what comes, asks for what is missing, says what has been read. */
import type { PublicEntry } from '../../shared/entries.ts';
import type { WidgetWelcome } from '../../shared/events.ts';
import { HEAD_CHECK_MS, HOLE_WAIT_MS, TYPING_EXPIRES_MS } from '../../shared/limits.ts';
import { hasHole, headOf } from '../../shared/thread.ts';
import { type ChatState, threadId, unreadIn } from './chat-state.ts';
import type { Connection } from './connection.ts';
import type { Store } from './store.ts';
import {
  headsOf,
  lastToRead,
  missingIn,
  type Talk,
  type Talks,
  takeEntry,
  takeOlderPage,
  takeRead,
  takeSeen,
  takeTalk,
} from './talks.ts';
import type { After } from './timers.ts';

/** A visitor who comes back often is not asked about more often than this. */
const CHECK_PAUSE_MS = 3_000;

export interface FollowPorts {
  store: Store<ChatState>;
  connection: Connection;
  after: After;
  now(): number;
  random(): number;
  /** Whether the tab is on screen. */
  visible(): boolean;
  /** The logs have grown: called before anybody is told. */
  onTalks(talks: Talks): void;
  /** The visitor has read in this tab. */
  onRead(conversationId: string, read: Talk['read']): void;
  onMessage(message: PublicEntry & { kind: 'message' }): void;
  onUnread(unread: number): void;
}

export class Follow {
  readonly #ports: FollowPorts;
  readonly #fetching = new Set<string>();
  #checkedAt = 0;
  #unread = 0;
  #cancelTyping: (() => void) | undefined;

  constructor(ports: FollowPorts) {
    this.#ports = ports;
    const { connection } = ports;
    connection.on('entry', (entry) => this.take(entry));
    connection.on('conversation:seen', ({ conversationId, seq }) =>
      this.#put(takeSeen(this.#talks, conversationId, seq)),
    );
    connection.on('conversation:read', ({ conversationId, ...read }) => this.takeRead(conversationId, read));
    connection.on('typing', ({ conversationId, typing, name }) =>
      this.#showTyping(typing ? { conversationId, name } : null),
    );
    this.#checkLater();
  }

  /** Takes in the answer to the handshake. */
  welcome(welcome: WidgetWelcome): void {
    this.#put(welcome.conversations.reduce(takeTalk, this.#talks));
    this.#checkedAt = this.#ports.now();
  }

  /** Takes in an entry as it happens. */
  take(entry: PublicEntry): void {
    const talks = takeEntry(this.#talks, entry);
    if (talks === this.#talks) return;
    if (entry.author.kind === 'agent') this.#showTyping(null);
    this.#put(talks);
    if (entry.kind === 'message') this.#ports.onMessage(entry);
    const id = entry.conversationId;
    if (this.#hasHole(id)) {
      this.#ports.after(HOLE_WAIT_MS, () => {
        if (this.#hasHole(id)) void this.#fetch(id);
      });
    }
  }

  /** The visitor has read, here or elsewhere. */
  takeRead(conversationId: string, read: Talk['read']): void {
    this.#put(takeRead(this.#talks, conversationId, read));
  }

  /** Compares numbers with the server's: what was missed without a trace is found here. */
  async check(): Promise<void> {
    const { store, connection, now } = this.#ports;
    if (store.get().link.kind !== 'live' || now() - this.#checkedAt < CHECK_PAUSE_MS) return;
    this.#checkedAt = now();
    const answer = await connection.ask('heads', null).catch(() => null);
    // Connected, and yet no answer: packets get lost in one direction. A new connection heals that.
    if (answer === null) return store.get().link.kind === 'live' ? connection.restart() : undefined;
    if (!answer.ok) return;
    for (const [id, head] of Object.entries(answer.value)) {
      this.#put(takeSeen(this.#talks, id, head.seenSeq));
    }
    for (const id of missingIn(this.#talks, answer.value)) void this.#fetch(id);
  }

  /** Puts the page before the first known entry in front. */
  async older(id: string): Promise<void> {
    const thread = this.#talks[id]?.thread;
    const before = thread?.entries[0]?.seq;
    if (!thread?.hasOlder || before === undefined || this.#fetching.has(id)) return;
    await this.#alone(id, async () => {
      const answer = await this.#ports.connection.ask('conversation:older', { conversationId: id, before });
      if (answer.ok) this.#put(takeOlderPage(this.#talks, id, answer.value));
    });
  }

  /** Says that the visitor has read, where the end of the thread is really on a screen. */
  read(): void {
    const { store, connection, visible } = this.#ports;
    const { open, atEnd, link, view } = store.get();
    const id = threadId(store.get(), view);
    const talk = id === null ? undefined : this.#talks[id];
    if (!talk || !open || !atEnd || link.kind !== 'live' || !visible()) return;
    if (lastToRead(talk) <= talk.read.seq) return;
    const seq = headOf(talk.thread);
    const { agentMessages, id: conversationId } = talk.conversation;
    this.takeRead(conversationId, { seq, agentMessages });
    this.#ports.onRead(conversationId, { seq, agentMessages });
    // Lost on the way, the next handshake brings the old mark back and it is said again.
    connection.ask('conversation:read', { conversationId, seq }).catch(() => null);
  }

  get #talks(): Talks {
    return this.#ports.store.get().talks;
  }

  #put(talks: Talks): void {
    if (talks === this.#talks) return;
    this.#ports.store.set({ talks });
    this.#ports.onTalks(talks);
    this.read();
    const unread = unreadIn(this.#talks);
    if (unread !== this.#unread) this.#ports.onUnread(unread);
    this.#unread = unread;
  }

  #hasHole(id: string): boolean {
    const talk = this.#talks[id];
    return talk !== undefined && hasHole(talk.thread);
  }

  async #fetch(id: string): Promise<void> {
    await this.#alone(id, async () => {
      const after = headsOf(this.#talks)[id] ?? 0;
      const answer = await this.#ports.connection.ask('conversation:catch-up', { conversationId: id, after });
      if (answer.ok) this.#put(takeTalk(this.#talks, answer.value));
    });
  }

  /** One question at a time for each conversation. What fails is found again by the next comparison. */
  async #alone(id: string, work: () => Promise<void>): Promise<void> {
    if (this.#fetching.has(id)) return;
    this.#fetching.add(id);
    await work().catch(() => null);
    this.#fetching.delete(id);
  }

  #showTyping(typing: ChatState['typing']): void {
    this.#cancelTyping?.();
    this.#ports.store.set({ typing });
    if (typing) this.#cancelTyping = this.#ports.after(TYPING_EXPIRES_MS, () => this.#showTyping(null));
  }

  #checkLater(): void {
    const { after, random } = this.#ports;
    after(HEAD_CHECK_MS * (0.75 + random() / 2), () => {
      void this.check();
      this.#checkLater();
    });
  }
}
