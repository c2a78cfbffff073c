import { randomUUID } from 'node:crypto';
import type { MessageChange } from '../../shared/changes.ts';
import type { WatchedConversation } from '../../shared/conversations.ts';
import type { Entry, PublicEntry } from '../../shared/entries.ts';
import type { Appended } from '../../shared/messages.ts';
import {
  type Client,
  type Console,
  connectConsole,
  connectVisitor,
  type Visitor,
} from '../support/clients.ts';
import { type SignedIn, startServer, type TestServer } from '../support/start-server.ts';
import { TurnedClock } from '../support/turned-clock.ts';

export interface Sent extends Appended {
  clientId: string;
}

/** A visitor's connection with everything that came over the line, before anything is read into it. */
export type WatchedVisitor = Visitor & { frames: string[] };

/** A server whose clock stands between two things that are sent, an admin and Ana, both with a console. */
export class ChangingChat {
  readonly clock: TurnedClock;
  readonly server: TestServer;
  readonly admin: SignedIn;
  readonly ana: SignedIn;
  readonly boss: Console;
  readonly agent: Console;
  readonly #open: { close(): void }[];

  private constructor(parts: Pick<ChangingChat, 'clock' | 'server' | 'admin' | 'ana' | 'boss' | 'agent'>) {
    this.clock = parts.clock;
    this.server = parts.server;
    this.admin = parts.admin;
    this.ana = parts.ana;
    this.boss = parts.boss;
    this.agent = parts.agent;
    this.#open = [parts.boss, parts.agent];
  }

  static async start(): Promise<ChangingChat> {
    const clock = new TurnedClock();
    const server = await startServer({ clock });
    const admin = await server.signIn();
    const ana = await server.addAgent({ name: 'Ana Souza' });
    const boss = await connectConsole(server.url, admin.cookie);
    const agent = await connectConsole(server.url, ana.cookie);
    return new ChangingChat({ clock, server, admin, ana, boss, agent });
  }

  async close(): Promise<void> {
    for (const client of this.#open) client.close();
    await this.server.close();
  }

  async visit(options: Parameters<typeof connectVisitor>[2] = {}): Promise<WatchedVisitor> {
    const visitor = await connectVisitor(this.server.url, this.server.site().key, options);
    this.#open.push(visitor);
    const frames: string[] = [JSON.stringify(visitor.welcome)];
    visitor.socket.io.engine.on('packet', (packet: { data?: unknown }) => frames.push(String(packet.data)));
    return Object.assign(visitor, { frames });
  }

  async connect({ cookie }: SignedIn): Promise<Console> {
    const client = await connectConsole(this.server.url, cookie);
    this.#open.push(client);
    return client;
  }

  /** Sends a message, as whichever side, and remembers what it was sent under. */
  async write(
    by: Client<unknown>,
    text: string,
    conversationId?: string,
    event = 'message:send',
  ): Promise<Sent> {
    this.clock.turn(1_000);
    const clientId = randomUUID();
    const isVisitor = !('me' in (by.welcome as object));
    const to = conversationId === undefined ? { openId: randomUUID() } : { conversationId };
    const sent = await by.do<Appended>(
      event,
      isVisitor ? { to, clientId, text } : { conversationId, clientId, text },
    );
    return { ...sent, clientId };
  }

  /** What to ask to change something that was sent. */
  changeTo(
    { conversationId, clientId: target }: Sent,
    change: MessageChange,
    clientId: string = randomUUID(),
  ) {
    this.clock.turn(1_000);
    return ['message:change', { conversationId, clientId, target, change }] as const;
  }

  watch(conversationId: string, by = this.agent, after = 0): Promise<WatchedConversation> {
    return by.do<WatchedConversation>('conversation:watch', { conversationId, after });
  }
}

export const edited = (text: string): MessageChange => ({ kind: 'edited', text });
export const removed: MessageChange = { kind: 'removed' };
export const reacted = (emoji: '👍' | '🎉', on = true): MessageChange => ({ kind: 'reacted', emoji, on });

export function textsOf(entries: readonly (Entry | PublicEntry)[]): string[] {
  return entries.flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []));
}
