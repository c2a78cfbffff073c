import { randomBytes, randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { Ack, Refusal } from '../../shared/errors.ts';
import type { ConsoleWelcome, WidgetHandshake, WidgetWelcome } from '../../shared/events.ts';
import { PROTOCOL_VERSION } from '../../shared/limits.ts';
import type { Appended } from '../../shared/messages.ts';

const ANSWER_WITHIN_MS = 5_000;

/** A socket of either side with everything it was told, in order. */
export class Client<Welcome> {
  readonly socket: Socket;
  readonly received: { event: string; payload: unknown }[] = [];
  readonly welcome: Welcome;

  private constructor(socket: Socket, welcome: Welcome, received: { event: string; payload: unknown }[]) {
    this.socket = socket;
    this.welcome = welcome;
    this.received = received;
  }

  /**
   * Connects and waits for the welcome.
   * @throws the server's refusal where the handshake is refused
   */
  static connect<Welcome>(socket: Socket): Promise<Client<Welcome>> {
    const received: { event: string; payload: unknown }[] = [];
    socket.onAny((event: string, payload: unknown) => received.push({ event, payload }));
    return new Promise((resolve, reject) => {
      socket.once('welcome', (welcome: Welcome) => resolve(new Client(socket, welcome, received)));
      socket.once('connect_error', (error: Error & { data?: Refusal }) => {
        socket.close();
        reject(error.data ?? error);
      });
      // Refused after all, before it was welcome.
      socket.once('refused', (refusal: Refusal) => reject(refusal));
      socket.connect();
    });
  }

  /** Sends an event and waits for its answer as it is. */
  ask<Value = unknown>(event: string, input?: unknown): Promise<Ack<Value>> {
    return this.socket.timeout(ANSWER_WITHIN_MS).emitWithAck(event, input);
  }

  /** Sends an event that must succeed and gives its value. */
  async do<Value>(event: string, input?: unknown): Promise<Value> {
    const answer = await this.ask<Value>(event, input);
    if (!answer.ok)
      throw new Error(`${event} was refused: ${answer.error.code} ${JSON.stringify(answer.error.errors)}`);
    return answer.value;
  }

  /** Sends an event that must be refused and gives the code. */
  async refusalOf(event: string, input?: unknown): Promise<string> {
    const answer = await this.ask(event, input);
    return answer.ok ? 'no refusal' : answer.error.code;
  }

  /** What was told under one name, oldest first. */
  told<Payload>(event: string): Payload[] {
    return this.received.filter((each) => each.event === event).map((each) => each.payload as Payload);
  }

  close(): void {
    this.socket.close();
  }
}

export type Visitor = Client<WidgetWelcome> & { token: string };
export type Console = Client<ConsoleWelcome>;

interface VisitorOptions {
  token?: string;
  heads?: Record<string, number>;
  origin?: string;
  /** Where it comes from, for a server that believes proxies on this machine. */
  address?: string;
  protocol?: number;
  waiting?: number;
  identity?: { id: string; token: string };
}

/** A visitor's secret as a widget mints it. */
function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Connects as a widget does. */
export async function connectVisitor(
  url: string,
  siteKey: string,
  options: VisitorOptions = {},
): Promise<Visitor> {
  const token = options.token ?? newToken();
  const auth: WidgetHandshake = {
    protocol: options.protocol ?? PROTOCOL_VERSION,
    token,
    heads: options.heads ?? {},
    page: {
      url: 'https://shop.example/orders/4711',
      title: 'Your order',
      referrer: 'https://search.example/',
    },
    language: 'pt-BR',
    timezone: 'America/Sao_Paulo',
    ...(options.identity !== undefined && { identity: options.identity }),
    ...(options.waiting !== undefined && { waiting: options.waiting }),
  };
  const socket = io(`${url}/widget`, {
    query: { site: siteKey },
    auth,
    transports: ['websocket'],
    forceNew: true,
    autoConnect: false,
    reconnection: false,
    extraHeaders: {
      ...(options.origin !== undefined && { Origin: options.origin }),
      ...(options.address !== undefined && { 'X-Forwarded-For': options.address }),
    },
  });
  const client = await Client.connect<WidgetWelcome>(socket);
  return Object.assign(client, { token });
}

/** Connects as a console does, with the cookie of a signed-in agent. */
export function connectConsole(url: string, cookie: string, origin?: string): Promise<Console> {
  const socket = io(`${url}/console`, {
    auth: { protocol: PROTOCOL_VERSION },
    transports: ['websocket'],
    forceNew: true,
    autoConnect: false,
    reconnection: false,
    extraHeaders: { Cookie: cookie, ...(origin !== undefined && { Origin: origin }) },
  });
  return Client.connect<ConsoleWelcome>(socket);
}

/** A visitor's message to a new or a known conversation. */
export function say(
  visitor: Client<WidgetWelcome>,
  text: string,
  to: { conversationId: string } | { openId: string } = { openId: randomUUID() },
): Promise<Appended> {
  return visitor.do<Appended>('message:send', { to, clientId: randomUUID(), text });
}
