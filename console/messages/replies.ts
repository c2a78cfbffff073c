/** What the agent sends: kept before it is shown, sent in order, shown until the log has it. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Ack } from '../../shared/errors.ts';
import type { Appended, SendAgentMessage } from '../../shared/messages.ts';
import { Outbox, type OutboxItem, type OutboxStorage } from '../../shared/outbox.ts';
import type { PendingReply } from '../conversations/thread-rows.ts';
import type { Time } from '../core/at-most-every.ts';

/** What is kept of a message or a note. */
export interface Reply {
  kind: 'message' | 'note';
  conversationId: string;
  text: string;
}

export interface RepliesPorts {
  storage: OutboxStorage<Reply>;
  time: Time;
  random(): number;
  newClientId(): string;
  /** Rejects where the outcome is unknown. */
  send(kind: Reply['kind'], message: SendAgentMessage): Promise<Ack<Appended>>;
  onSent(reply: Reply & { clientId: string }, sent: Appended): void;
}

export class Replies {
  readonly #outbox: Outbox<Reply, Appended>;
  readonly #ports: RepliesPorts;
  readonly #items = signal<readonly OutboxItem<Reply>[]>([]);
  /** Acknowledged, not yet seen in the log. */
  readonly #sent = signal<readonly OutboxItem<Reply>[]>([]);

  constructor(ports: RepliesPorts) {
    this.#ports = ports;
    this.#outbox = new Outbox<Reply, Appended>({
      storage: ports.storage,
      send: ({ clientId, payload: { kind, conversationId, text } }) =>
        ports.send(kind, { conversationId, clientId, text }),
      onSent: (item, sent) => {
        this.#sent.value = [...this.#sent.value, item];
        ports.onSent({ ...item.payload, clientId: item.clientId }, sent);
      },
      onChange: (items) => {
        this.#items.value = items;
      },
      now: () => ports.time.now(),
      after: (delayMs, task) => ports.time.after(delayMs, task),
      random: ports.random,
    });
  }

  /** Everything not yet in the log, oldest first. */
  get items(): ReadonlySignal<readonly OutboxItem<Reply>[]> {
    return this.#items;
  }

  /** Whether what waits outlives the page. */
  get durable(): boolean {
    return this.#outbox.durable;
  }

  restore(): Promise<void> {
    return this.#outbox.restore();
  }

  send(reply: Reply): Promise<void> {
    const { conversationId } = reply;
    return this.#outbox.add({ clientId: this.#ports.newClientId(), lane: conversationId, payload: reply });
  }

  retry(clientId: string): Promise<void> {
    return this.#outbox.retry(clientId);
  }

  discard(clientId: string): Promise<void> {
    return this.#outbox.discard(clientId);
  }

  /** The log has it. */
  settle(clientId: string): void {
    if (this.#sent.value.some((item) => item.clientId === clientId)) {
      this.#sent.value = this.#sent.value.filter((item) => item.clientId !== clientId);
    }
    this.#outbox.settle(clientId);
  }

  connected(): void {
    this.#outbox.connected();
  }

  disconnected(): void {
    this.#outbox.disconnected();
  }

  /** What a conversation's thread shows after its entries. */
  pending(conversationId: string): PendingReply[] {
    const belongs = (item: OutboxItem<Reply>) => item.payload.conversationId === conversationId;
    return [
      ...this.#sent.value.filter(belongs).map((item) => pendingReply(item, { kind: 'sent' })),
      ...this.#items.value.filter(belongs).map((item) => pendingReply(item, item.state)),
    ];
  }
}

function pendingReply(item: OutboxItem<Reply>, state: PendingReply['state']): PendingReply {
  const { kind, text } = item.payload;
  return { clientId: item.clientId, kind, text, at: item.at, state };
}
