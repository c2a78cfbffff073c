import { randomBytes, randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { systemClock } from '../../server/core/clock.ts';
import type { PublicEntry } from '../../shared/entries.ts';
import type { WidgetWelcome } from '../../shared/events.ts';
import type { Appended, SendVisitorMessage } from '../../shared/messages.ts';
import { Outbox, type OutboxStorage } from '../../shared/outbox.ts';
import { Connection } from '../../widget/core/connection.ts';
import { createLine } from './line.ts';

/** What a visitor meant to say, and what became of it. */
export interface Said {
  clientId: string;
  text: string;
  acknowledged: Appended | null;
  /** From writing to the acknowledgement, in milliseconds. */
  waitedMs: number;
}

/** By this name of the machine, the network of a test lets no WebSocket through. */
const NO_WEB_SOCKETS = 'localhost';

class PageWebSocket extends WebSocket {
  constructor(url: string) {
    if (new URL(url).hostname === NO_WEB_SOCKETS) throw new Error('no WebSocket gets through here');
    super(url);
    // Browsers close it without a word.
    this.on('error', () => undefined);
  }
}
// Browsers have it, Node 20 has not.
Object.assign(globalThis, { WebSocket: PageWebSocket });

const forgetful: OutboxStorage<SendVisitorMessage> = {
  load: async () => null,
  save: async () => false,
  remove: async () => undefined,
};

/** A visitor with the widget's own connection and outbox, who comes back whatever becomes of the nodes. */
export class RoamingVisitor {
  readonly journal: Said[] = [];
  /** The numbers of the entries that were shown. */
  readonly shown = new Set<number>();
  readonly transport: 'websocket' | 'polling';
  /** How often a connection was answered. */
  welcomes = 0;
  readonly #openId = randomUUID();
  readonly #connection: Connection;
  readonly #outbox: Outbox<SendVisitorMessage, Appended>;
  #head = 0;
  #conversationId: string | null = null;

  constructor(port: number, siteKey: string, transport: 'websocket' | 'polling') {
    const token = randomBytes(32).toString('base64url');
    this.transport = transport;
    this.#connection = new Connection({
      origin: `http://${transport === 'polling' ? NO_WEB_SOCKETS : '127.0.0.1'}:${port}`,
      siteKey,
      handshake: () => ({
        protocol: 1,
        token,
        heads: this.#conversationId === null ? {} : { [this.#conversationId]: this.#head },
        page: { url: 'https://shop.example/', title: 'Shop', referrer: '' },
        language: 'en',
        timezone: 'Europe/Berlin',
      }),
      after: (delayMs, task) => systemClock.after(delayMs, task),
      random: Math.random,
      onOutdated: () => undefined,
      onLink: ({ kind }) => (kind === 'live' ? this.#outbox.connected() : this.#outbox.disconnected()),
    });
    this.#outbox = new Outbox({
      storage: forgetful,
      send: ({ payload }) => this.#connection.ask('message:send', payload),
      onSent: (item, sent) => this.#acknowledged(item.clientId, sent),
      onChange: () => undefined,
      tell: () => undefined,
      askTurn: createLine(),
      now: Date.now,
      after: (delayMs, task) => systemClock.after(delayMs, task),
      random: Math.random,
    });
    this.#connection.on('welcome', (welcome) => this.#welcomed(welcome));
    this.#connection.on('entry', (entry) => this.#show(entry.conversationId, numbersOf([entry])));
    this.#connection.restart();
  }

  /** Writes a message; it is sent until it is acknowledged. */
  say(text: string): void {
    const clientId = randomUUID();
    this.journal.push({ clientId, text, acknowledged: null, waitedMs: -performance.now() });
    void this.#outbox.add({
      clientId,
      lane: 'one',
      payload: { to: { openId: this.#openId }, clientId, text },
    });
  }

  close(): void {
    this.#connection.close();
  }

  #acknowledged(clientId: string, sent: Appended): void {
    const said = this.journal.find((each) => each.clientId === clientId);
    if (said === undefined || said.acknowledged !== null) throw new Error('acknowledged twice');
    said.acknowledged = sent;
    said.waitedMs += performance.now();
    this.#show(sent.conversationId, [sent.seq]);
  }

  #welcomed({ conversations }: WidgetWelcome): void {
    this.welcomes++;
    for (const { conversation, catchUp } of conversations) {
      this.#show(conversation.id, numbersOf(catchUp.entries));
    }
  }

  #show(conversationId: string, numbers: readonly number[]): void {
    this.#conversationId = conversationId;
    for (const number of numbers) this.shown.add(number);
    while (this.shown.has(this.#head + 1)) this.#head++;
  }
}

function numbersOf(entries: readonly PublicEntry[]): number[] {
  return entries.map(({ seq }) => seq);
}
