/** What the agent sends: kept before it is shown, sent in order, shown until the log has it. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { ChangeMessage, MessageChange } from '../../shared/changes.ts';
import type { Ack } from '../../shared/errors.ts';
import type { Appended } from '../../shared/messages.ts';
import {
  Outbox,
  type OutboxEntry,
  type OutboxItem,
  type OutboxNews,
  type OutboxPorts,
} from '../../shared/outbox.ts';
import type { OutgoingFile } from '../../widget/core/uploads.ts';
import type { PendingReply } from '../conversations/thread-rows.ts';
import type { Time } from '../core/at-most-every.ts';
import { type DraftOffers, NO_OFFERS, picturesOf } from './offers.ts';

/** What is kept of a message or a note, or with `change` of what is done to one that was sent. */
export interface Reply {
  kind: 'message' | 'note';
  conversationId: string;
  text: string;
  change?: Pick<ChangeMessage, 'target' | 'change'>;
  /** What goes along, with its bytes. */
  files?: readonly OutgoingFile[];
  offers?: DraftOffers;
}

/** What the agent's tabs tell each other. */
export type ReplyNews = OutboxNews<Reply, Appended>;

export interface RepliesPorts extends Pick<OutboxPorts<Reply, Appended>, 'storage' | 'tell' | 'askTurn'> {
  time: Time;
  random(): number;
  newClientId(): string;
  /** Rejects where the outcome is unknown. */
  send(reply: Reply & { clientId: string }): Promise<Ack<Appended>>;
  onSent(reply: Reply & { clientId: string }, sent: Appended): void;
  /** Stops sending these. */
  stop(files: readonly OutgoingFile[]): void;
}

export class Replies {
  readonly #outbox: Outbox<Reply, Appended>;
  readonly #ports: RepliesPorts;
  readonly #items = signal<readonly OutboxEntry<Reply>[]>([]);
  readonly #durable = signal(true);
  /** Acknowledged, not yet seen in the log. */
  readonly #sent = signal<readonly OutboxEntry<Reply>[]>([]);

  constructor(ports: RepliesPorts) {
    this.#ports = ports;
    this.#outbox = new Outbox<Reply, Appended>({
      storage: ports.storage,
      tell: ports.tell,
      askTurn: ports.askTurn,
      send: ({ clientId, payload }) => ports.send({ ...payload, clientId }),
      onSent: (item, sent) => {
        this.#sent.value = [...this.#sent.value, item];
        ports.onSent({ ...item.payload, clientId: item.clientId }, sent);
      },
      onChange: (items) => {
        this.#items.value = items;
        this.#durable.value = this.#outbox.durable;
      },
      now: () => ports.time.now(),
      after: (delayMs, task) => ports.time.after(delayMs, task),
      random: ports.random,
    });
  }

  /** Everything not yet in the log, oldest first. */
  get items(): ReadonlySignal<readonly OutboxEntry<Reply>[]> {
    return this.#items;
  }

  /** Whether what waits outlives the page. */
  get durable(): ReadonlySignal<boolean> {
    return this.#durable;
  }

  async restore(): Promise<void> {
    await this.#outbox.restore();
    this.#durable.value = this.#outbox.durable;
  }

  send(reply: Reply): Promise<void> {
    const { conversationId } = reply;
    return this.#outbox.add({ clientId: this.#ports.newClientId(), lane: conversationId, payload: reply });
  }

  /** Edits or removes a message or note that was sent, or reacts to one. */
  change(kind: Reply['kind'], conversationId: string, target: string, change: MessageChange): Promise<void> {
    return this.send({ kind, conversationId, text: '', change: { target, change } });
  }

  retry(clientId: string): Promise<void> {
    return this.#outbox.retry(clientId);
  }

  /** Gives up what is on its way, as far as it still can be. */
  cancel(clientId: string): void {
    const { files = [], offers = NO_OFFERS } =
      this.#items.peek().find((item) => item.clientId === clientId)?.payload ?? {};
    this.#ports.stop([...files, ...picturesOf(offers)]);
    // When whoever was sending it has noticed.
    this.#ports.time.after(0, () => void this.#outbox.discard(clientId));
  }

  discard(clientId: string): Promise<void> {
    return this.#outbox.discard(clientId);
  }

  /** Another tab of this agent tells. */
  hear(news: ReplyNews): void {
    this.#outbox.hear(news);
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

function pendingReply(item: OutboxEntry<Reply>, state: PendingReply['state']): PendingReply {
  const { clientId, at, kept, late, payload } = item;
  const { kind, text, change, files = [], offers = NO_OFFERS } = payload;
  return { clientId, kind, text, files, offers, at, state, kept, late, ...(change && { change }) };
}
