import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { realTime, type Time } from '../../console/core/at-most-every.ts';
import { fromEntryDocument } from '../../server/conversations/model.ts';
import type { Ack } from '../../shared/errors.ts';
import { RETRY_MIN_MS, WELCOME_TIMEOUT_MS } from '../../shared/limits.ts';
import type { Appended } from '../../shared/messages.ts';
import { type Console, connectConsole } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { type SignedIn, startServer, type TestServer } from '../support/start-server.ts';
import { startTestStore, type TestStore } from '../support/store.ts';
import type { TurnedClock } from '../support/turned-clock.ts';
import type {
  AgentClient,
  AgentKind,
  ContractClient,
  SeenEntry,
  VisitorClient,
  VisitorKind,
} from './contract-client.ts';
import { type Relay, startRelay } from './relay.ts';

/** A client with the network it talks through. */
export type OnLine<Client> = Client & { relay: Relay };

/** Sessions outlive a restart. */
const environment = { SECRET_KEY: 'one secret key for every server of the test' };
/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:1';
const PATIENCE = { timeoutMs: 15_000 };

/** A server, its store and all clients of a contract's tests. */
export class House {
  server: TestServer;
  admin: SignedIn;
  readonly #store: TestStore;
  readonly #open: { close(): unknown }[] = [];

  private constructor(server: TestServer, admin: SignedIn, store: TestStore) {
    this.server = server;
    this.admin = admin;
    this.#store = store;
  }

  static async open(): Promise<House> {
    const store = await startTestStore();
    const server = await startServer({ store, environment });
    return new House(server, await server.signIn(), store);
  }

  async close(): Promise<void> {
    for (const each of this.#open) await each.close();
    await this.server.close();
    await this.#store.close();
  }

  /** A visitor's client through a relay of its own, not yet started. */
  async visitor(
    kind: VisitorKind,
    options: { token?: string; protocol?: number; time?: Time; siteKey?: string } = {},
  ): Promise<OnLine<VisitorClient> & { token: string }> {
    const relay = await this.#relay();
    const token = options.token ?? randomBytes(32).toString('base64url');
    const client = kind.create({
      url: relay.url,
      siteKey: options.siteKey ?? this.server.site().key,
      token,
      protocol: options.protocol ?? kind.protocol,
      time: options.time ?? realTime,
    });
    this.#open.push(client);
    return Object.assign(client, { relay, token });
  }

  /** An agent's client through a relay that sends the cookie along, as a browser does; not yet started. */
  async agent(
    kind: AgentKind,
    options: { who?: SignedIn; cookie?: string; time?: Time } = {},
  ): Promise<OnLine<AgentClient>> {
    const relay = await this.#relay();
    relay.headers = { Cookie: options.cookie ?? (options.who ?? this.admin).cookie, Origin: this.server.url };
    const client = kind.create({ url: relay.url, time: options.time ?? realTime });
    this.#open.push(client);
    return Object.assign(client, { relay });
  }

  /** A plain console of the admin's. */
  async desk(): Promise<Console> {
    const desk = await connectConsole(this.server.url, this.admin.cookie);
    this.#open.push(desk);
    return desk;
  }

  /** Agents' entries, by REST: what clients have to hear of without being told how. */
  async says(conversationId: string, text: string, kind: 'messages' | 'notes' = 'messages'): Promise<void> {
    const reply = await this.admin.post(`/conversations/${conversationId}/${kind}`, { text });
    expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  }

  /** Many at once: past the door, because nobody has all day. */
  async saysMany(conversationId: string, count: number, kind: 'message' | 'note' = 'message'): Promise<void> {
    const author = { kind: 'agent', id: this.admin.agent.id } as const;
    const said = Array.from({ length: count }, (_, index) => {
      const body = { kind, text: `${kind} ${index}` };
      const request = { conversationId, clientId: randomUUID(), author, intent: body, decide: () => body };
      return this.server.app.conversations.append(request);
    });
    await Promise.all(said);
  }

  /** What everybody has to end with, from the store. */
  async stored(conversationId: string): Promise<(SeenEntry & { publicSeq: number; visibility: string })[]> {
    const { entries } = this.server.app.conversations.collections;
    return (await entries.find({ conversationId }).sort({ seq: 1 }).toArray()).map(fromEntryDocument);
  }

  /** Ends the server and starts another one on the same store; clients that come back meet the new one. */
  async restart(clients: readonly { relay: Relay }[]): Promise<void> {
    for (const { relay } of clients) relay.target = NOWHERE;
    // As at the end of a process: a test's server would cut them without a word.
    await this.server.app.drain();
    await this.server.close();
    this.server = await startServer({ store: this.#store, environment });
    for (const { relay } of clients) {
      relay.target = this.server.url;
      if (relay.headers.Origin !== undefined) relay.headers.Origin = this.server.url;
    }
    this.admin = await this.server.signIn();
  }

  async #relay(): Promise<Relay> {
    const relay = await startRelay(this.server.url);
    this.#open.push(relay);
    return relay;
  }
}

/** A client hears of nothing that happens meanwhile, and comes back afterwards. */
export async function away({ relay }: { relay: Relay }, meanwhile: () => Promise<void>): Promise<void> {
  relay.down = (packet) => (packet.startsWith('42/') ? 'drop' : 'pass');
  await meanwhile();
  relay.down = () => 'pass';
  relay.cut();
}

/** A client whose welcome is lost, on a connection that goes on living, gets another one. */
export async function beginsAnew(client: OnLine<ContractClient<unknown>>, clock: TurnedClock): Promise<void> {
  let lost = 0;
  client.relay.down = (packet) => {
    if (!packet.includes(',["welcome"') || lost > 0) return 'pass';
    lost++;
    return 'drop';
  };
  client.start();
  await eventually(() => expect(lost).toBe(1), PATIENCE);
  expect(client.welcomes).toEqual([]);
  clock.turn(WELCOME_TIMEOUT_MS);
  await eventually(() => {
    clock.turn(RETRY_MIN_MS);
    expect(client.welcomes).toHaveLength(1);
  }, PATIENCE);
}

/** Starts a client and waits until it is welcome. */
export async function welcomed<Welcome>(client: ContractClient<Welcome>): Promise<Welcome> {
  const before = client.welcomes.length;
  client.start();
  await eventually(() => client.welcomes.length > before, PATIENCE);
  return client.welcomes.at(-1) as Welcome;
}

/** Asks for something that must succeed. */
export async function done<Value>(
  client: ContractClient<unknown>,
  event: string,
  input: unknown,
): Promise<Value> {
  const answer = (await client.ask(event, input)) as Ack<Value>;
  if (!answer.ok) throw new Error(`${event} was refused: ${JSON.stringify(answer.error)}`);
  return answer.value;
}

/** The code with which something is refused. */
export async function refused(
  client: ContractClient<unknown>,
  event: string,
  input: unknown,
): Promise<string> {
  const answer = await client.ask(event, input);
  return answer.ok ? 'no refusal' : answer.error.code;
}

/** A visitor's message, once, without the client's outbox. */
export function say(
  client: ContractClient<unknown>,
  text: string,
  to: object = { openId: randomUUID() },
): Promise<Appended> {
  return done<Appended>(client, 'message:send', { to, clientId: randomUUID(), text });
}

/** Waits until a client shows exactly the visitor's part of the store. */
export async function showsAll(
  house: Pick<House, 'stored'>,
  client: VisitorClient,
  conversationId: string,
  patience = PATIENCE,
): Promise<void> {
  await eventually(async () => {
    const visible = (await house.stored(conversationId)).filter(({ visibility }) => visibility === 'public');
    const shown = client.log(conversationId);
    const from = (shown[0]?.seq ?? 1) - 1;
    expect(shown.map(({ seq, clientId }) => [seq, clientId])).toEqual(
      visible.slice(from).map(({ publicSeq, clientId }) => [publicSeq, clientId]),
    );
    expect(from === 0 || client.hasOlder(conversationId)).toBe(true);
    expect(client.conversation(conversationId)?.lastSeq).toBe(visible.length);
  }, patience);
}
