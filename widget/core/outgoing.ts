/** What the visitor sends: kept, sent, and followed to the conversation where it ends up. */
import type { PublicEntry } from '../../shared/entries.ts';
import type { Ack } from '../../shared/errors.ts';
import type { Appended } from '../../shared/messages.ts';
import { Outbox, type OutboxItem, type OutboxPorts } from '../../shared/outbox.ts';
import type { VisitorUploads } from '../attachments/visitor-uploads.ts';
import { type ChatState, sentEntry, threadId, type VisitorMessage } from './chat-state.ts';
import type { Connection } from './connection.ts';
import { type Drafts, FORM_DRAFT } from './drafts.ts';
import { newClientId } from './ids.ts';
import type { LocalStore } from './local-store.ts';
import type { Store } from './store.ts';
import type { Talks } from './talks.ts';
import type { After } from './timers.ts';

/** One visitor's messages go one after the other, whichever conversation they are for. */
const LANE = 'visitor';

type Sending = OutboxPorts<VisitorMessage, Appended>;

export interface OutgoingPorts extends Pick<Sending, 'storage' | 'tell' | 'askTurn'> {
  store: Store<ChatState>;
  local: LocalStore;
  connection: Connection;
  drafts: Drafts;
  after: After;
  /** The server's. */
  origin: string;
  /** The server has given no answer. */
  onUnanswered(): void;
  /** The acknowledgement says all there is to know of the entry; it may come before the entry itself. */
  onSent(entry: PublicEntry): void;
}

export class Outgoing {
  readonly outbox: Outbox<VisitorMessage, Appended>;
  readonly #ports: OutgoingPorts;
  /** Fetched with the first file. */
  uploads: VisitorUploads | undefined;

  constructor(ports: OutgoingPorts) {
    this.#ports = ports;
    const { storage, tell, askTurn, store, after } = ports;
    this.outbox = new Outbox({
      storage,
      tell,
      askTurn,
      after,
      send: (item) => this.#deliver(item),
      onSent: (item, sent) => this.#sent(item, sent),
      onChange: (pending) => store.set({ pending }),
      now: Date.now,
      random: Math.random,
    });
  }

  add(payload: VisitorMessage, clientId: string = newClientId()): Promise<void> {
    return this.outbox.add({ clientId, lane: LANE, payload });
  }

  /** A message found in the log is sent, whatever became of its acknowledgement. */
  settle(talks: Talks): void {
    for (const item of this.outbox.items) {
      for (const talk of Object.values(talks)) {
        if (!talk.thread.entries.some((entry) => entry.clientId === item.clientId)) continue;
        this.#nameThread(item.payload.to, talk.conversation.id);
        this.outbox.settle(item.clientId);
      }
    }
  }

  /** The id under which this visitor's tabs open the next conversation. */
  openId(): string {
    const { local } = this.#ports;
    const openId = local.get('open') ?? newClientId();
    local.set('open', openId);
    return openId;
  }

  async #deliver({ clientId, payload }: OutboxItem<VisitorMessage>): Promise<Ack<Appended>> {
    try {
      const { connection, after } = this.#ports;
      const { change, to } = payload;
      if (payload.files) {
        this.uploads ??= (await import('../later.ts')).createUploads(this.#ports);
        return await this.uploads.send(payload, clientId);
      }
      if (!change || !('conversationId' in to)) {
        return await connection.ask('message:send', { ...payload, clientId });
      }
      const { conversationId } = to;
      const answer = await connection.ask('message:change', { conversationId, clientId, ...change });
      // A reaction that cannot be is not worth a word.
      if (!answer.ok && change.change.kind === 'reacted') after(0, () => void this.outbox.discard(clientId));
      return answer;
    } catch (error) {
      // No answer: is the connection one in name only?
      this.#ports.onUnanswered();
      throw error;
    }
  }

  #sent(item: OutboxItem<VisitorMessage>, sent: Appended): void {
    const { payload } = item;
    const { store, drafts, onSent } = this.#ports;
    // Not before: what is refused is filled in already when it is asked again.
    if (payload.form || payload.contact) drafts.keep(FORM_DRAFT, '');
    this.#nameThread(payload.to, sent.conversationId);
    if (payload.contact) store.set({ contact: { ...store.get().contact, ...payload.contact } });
    const attachments = this.uploads?.known(payload.files ?? []);
    // What another tab has sent comes as an entry: here it is not known what became of its files.
    if (!payload.files || attachments) onSent(sentEntry(item, sent, attachments));
  }

  /** Learns where messages end up: a new thread gets its id, a thread that was over is followed by another. */
  #nameThread(to: VisitorMessage['to'], conversationId: string): void {
    const { store, local, drafts } = this.#ports;
    const state = store.get();
    const before = threadId(state, to);
    if (before === conversationId) return;
    const shown = threadId(state, state.view) === before;
    const draft = shown ? drafts.shown : '';
    if ('openId' in to) {
      store.set({ opened: { ...state.opened, [to.openId]: conversationId } });
      local.set('opened', `${to.openId} ${conversationId}`);
      if (local.get('open') === to.openId) local.set('open', null);
    }
    if (!shown) return;
    if ('conversationId' in to) store.set({ view: { conversationId } });
    drafts.keep(before, '');
    drafts.keep(conversationId, draft);
  }
}
